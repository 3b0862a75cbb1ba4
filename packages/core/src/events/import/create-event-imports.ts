import { Conflict, Invalid } from '@throughline/canonical'
import { eventSources, eventTypes } from '@throughline/canonical/event'
import type { Actor, Inside } from '@throughline/db'
import { lastWorkOf } from '../../jobs/index.ts'
import { requireMay } from '../../tenants/index.ts'
import { eventSettings } from '../event-settings.store.ts'
import type { EventImports, ImportCard } from './event-imports.ts'
import { importCard } from './import-card.ts'
import type { ImportDeps } from './import-deps.ts'
import { peopleNames } from './import-people.store.ts'
import { changeImport, dropParts, listImports, lockImport, readImport, type ImportRow } from './import.store.ts'
import { noteImport } from './note-import.ts'
import { previewRow } from './preview.ts'
import { judgePart, readPart } from './read-part.ts'
import { isZone } from './read-time.ts'
import { refusedRows } from './refused-rows.store.ts'
import { openStates, startStep, stopStep } from './start-step.ts'
import { uploadFile } from './upload.ts'

/** What a list shows. */
const listed = 100
/** What a preview shows. */
const previewed = 50

/** Files of past events, as those who may import see and steer them. */
export function createEventImports(deps: ImportDeps): EventImports {
  const { door, queue, notifier, now } = deps
  const asked = <T>(actor: Actor, tenantId: string, fn: (inside: Inside) => Promise<T>) =>
    door.withTenant(actor, tenantId, async (inside) => {
      requireMay(inside.role, 'events.import')
      return fn(inside)
    })
  const nudge = async (tenantId: string, workId: string) => {
    await queue.add({ tenantId, kind: 'import-events', ref: workId, attempt: 0 })
    notifier.tell({ tenantId, kind: 'work' })
  }
  const card = async (inside: Inside, row: ImportRow, names: ReadonlyMap<string, string>): Promise<ImportCard> =>
    importCard(row, {
      madeBy: names.get(row.createdBy),
      work: await lastWorkOf(inside, 'import-events', row.importId),
      now: now(),
    })

  return {
    list: (actor, tenantId) =>
      asked(actor, tenantId, async (inside) => {
        const names = await peopleNames(inside.db)
        const rows = await listImports(inside, listed)
        return Promise.all(rows.map((row) => card(inside, row, names)))
      }),
    read: (actor, tenantId, importId) =>
      asked(actor, tenantId, async (inside) => {
        const row = await readImport(inside, importId)
        const { columns, mapping, report, fileBytes } = row
        const own = (await eventSettings(inside)).kinds.map(({ name }) => name)
        return {
          ...(await card(inside, row, await peopleNames(inside.db))),
          ...{ columns, report, fileBytes, mapping: 'timestamp' in mapping ? mapping : null },
          kinds: [...own, ...Object.keys(eventTypes)],
          sources: [...eventSources, ...Object.keys(deps.connectors)],
        }
      }),
    upload: async (actor, tenantId, input) => {
      const made = await uploadFile(deps, actor, tenantId, input)
      notifier.tell({ tenantId, kind: 'work' })
      return made
    },
    async preview(actor, tenantId, importId) {
      const part = await asked(actor, tenantId, (inside) => readPart(deps, inside, importId, 0))
      return part ? judgePart(part, part.import.mapping, previewed).map(previewRow) : []
    },
    map: (actor, tenantId, importId, mapping) =>
      asked(actor, tenantId, async (inside) => {
        if (!isZone(mapping.timestamp.zone)) throw new Invalid('No such time zone.', 'zone')
        const it = await lockImport(inside, importId)
        const last = await lastWorkOf(inside, 'import-events', importId)
        if (it.state !== 'ready' || (last && openStates.includes(last.state)))
          throw new Conflict('The columns cannot be changed any more.')
        await changeImport(inside, importId, { mapping, report: null })
        await noteImport(inside, 'event_import.mapped', it, now())
      }),
    async start(actor, tenantId, importId, step) {
      await nudge(tenantId, await asked(actor, tenantId, (inside) => startStep(inside, deps, importId, step)))
    },
    async stop(actor, tenantId, importId) {
      await nudge(tenantId, await asked(actor, tenantId, (inside) => stopStep(inside, now(), importId)))
    },
    remove: (actor, tenantId, importId) =>
      asked(actor, tenantId, async (inside) => {
        const it = await lockImport(inside, importId)
        const last = await lastWorkOf(inside, 'import-events', importId)
        if (!['uploading', 'ready'].includes(it.state) || (last && openStates.includes(last.state)))
          throw new Conflict('Of this import something was written: it can be undone, not deleted.')
        await dropParts(inside, importId)
        await changeImport(inside, importId, { state: 'deleted', finishedAt: now().toISOString() })
        await noteImport(inside, 'event_import.deleted', it, now())
      }),
    refused: (actor, tenantId, importId, { after, limit }) =>
      asked(actor, tenantId, async (inside) => {
        await readImport(inside, importId)
        const rows = await refusedRows(inside, importId, { after, limit: limit + 1 })
        const page = rows.slice(0, limit)
        return { rows: page, next: rows.length > limit ? (page.at(-1)?.row ?? null) : null }
      }),
  }
}
