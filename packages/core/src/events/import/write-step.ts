import { finishWork, stepWork } from '../../jobs/index.ts'
import { ensureMonths } from '../months.store.ts'
import { sealEvents } from '../seal-events.ts'
import { writeEvents } from '../write-events.ts'
import type { ImportDeps } from './import-deps.ts'
import type { ImportStepOf, Left } from './import-step.ts'
import { addToImport, changeImport, lockImport, takePart } from './import.store.ts'
import { noteImport } from './note-import.ts'
import { judgePart, readPart, type OpenPart } from './read-part.ts'
import { keepRefusedRows } from './refused-rows.store.ts'

/**
 * Writes the next piece of a file: its events, what was refused, the counts, and that the piece is gone, in one transaction, so
 * that it happens once however often it is begun.
 */
export async function writeStep(deps: ImportDeps, of: ImportStepOf): Promise<Left> {
  const { importId, workId, inTenant } = of
  const part = await inTenant((inside) => readPart(deps, inside, importId, 0))
  if (!part)
    return inTenant<Left>(async (inside) => {
      const it = await lockImport(inside, importId)
      await finishWork(inside, workId, { state: 'done', now: deps.now() })
      if (it.state !== 'writing') return 'nothing'
      await changeImport(inside, importId, { state: 'written', finishedAt: deps.now().toISOString() })
      const { accepted, duplicates, rejected } = it
      await noteImport(inside, 'event_import.written', it, deps.now(), { accepted, duplicates, rejected })
      return 'nothing'
    })
  const batch = await writePart(deps, of, part)
  if (batch !== undefined) deps.notifier.tell({ tenantId: of.tenantId, kind: 'events', batch })
  return 'more'
}

async function writePart(
  { door, now, newId }: ImportDeps,
  { importId, workId, inTenant }: ImportStepOf,
  part: OpenPart,
): Promise<number | undefined> {
  const judged = judgePart(part, part.import.mapping)
  const events = judged.flatMap(({ judged: each }) => (each.ok ? [each.event] : []))
  const receivedAt = now().toISOString()
  const refused = judged.flatMap(({ row, raw, judged: each }) => {
    if (each.ok) return []
    const { code, field, reason, type, source } = each.rejection
    const body = sealEvents(part.keyring, Buffer.from(JSON.stringify(raw)))
    return [{ row, id: newId(), receivedAt, code, field: field ?? '', reason, type, source, skewMs: 0, body }]
  })
  await ensureMonths(
    door.database,
    events.map(({ happenedAt }) => happenedAt),
    now(),
  )
  return inTenant(async (inside) => {
    const it = await lockImport(inside, importId)
    if (it.state !== 'writing' || !(await takePart(inside, importId, part.seq))) return undefined
    const { fresh, batch } =
      events.length === 0
        ? { fresh: [], batch: undefined }
        : await writeEvents(inside, {
            ...{ events, deliveries: [], origin: 'import', originId: importId },
            ...{ keyring: part.keyring, now: now() },
          })
    const accepted = fresh.filter(Boolean).length
    const counts = { accepted, duplicates: events.length - accepted, rejected: refused.length }
    await keepRefusedRows(inside, importId, refused)
    await addToImport(inside, importId, { done: judged.length, ...counts })
    const progress = it.rows === 0 ? 1 : Math.min(0.99, (it.done + judged.length) / it.rows)
    await stepWork(inside, workId, { progress, rows: judged.length })
    return batch
  })
}
