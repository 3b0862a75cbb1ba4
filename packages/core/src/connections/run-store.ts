import type { Page, RunStore } from '@throughline/connector-kit'
import type { Inside } from '@throughline/db'
import { setAside } from '../ingest/quarantine.store.ts'
import type { IngestDeps } from '../ingest/deps.ts'
import { writeReadable } from '../ingest/write-readable.ts'
import { inTurn } from '../ingest/write-turn.ts'
import { jobOf } from './connection.store.ts'
import type { KnownConnection } from './known-connection.store.ts'
import { keepFields, knownShape } from './shape.store.ts'
import { readStreams, savePosition, type Lane } from './stream-state.store.ts'
import { countRun } from './sync-run.store.ts'

export interface RunStoreOptions {
  known: KnownConnection
  lane: Lane
  runId: string
  /** Says what else belongs to a saved page, in its transaction. */
  saved?: (inside: Inside, page: Page) => Promise<void>
}

/**
 * Where the kit's runner puts what it reads: rows, quarantine, cursor and the run's counts in one transaction, so that a kill
 * between pages loses nothing and repeats nothing.
 */
export function createRunStore(
  deps: Pick<IngestDeps, 'door' | 'notifier' | 'now' | 'newId'>,
  { known, lane, runId, saved }: RunStoreOptions,
): RunStore {
  const { tenantId, connectionId, keyring } = known
  const actor = jobOf(tenantId, 'run-stream')
  return {
    position: (stream) =>
      deps.door.withTenant(
        actor,
        tenantId,
        async (inside) => (await readStreams(inside, connectionId, lane)).get(stream)?.position,
      ),
    shape: (stream) => deps.door.withTenant(actor, tenantId, (inside) => knownShape(inside, connectionId, stream)),
    async savePage(page) {
      const { stream, rows, quarantined, position } = page
      const now = deps.now()
      const save = async (inside: Inside) => {
        const written = await writeReadable(inside, {
          rows,
          connectionId,
          origin: 'read',
          originId: runId,
          now,
          keyring,
        })
        const aside = [...quarantined, ...written.refused]
        await setAside(
          inside,
          keyring,
          aside.map((row) => ({
            ...row,
            connectionId,
            origin: 'read' as const,
            originId: runId,
            receivedAt: now.toISOString(),
          })),
          deps.newId,
        )
        await savePosition(inside, { connectionId, stream, lane }, position, { now, sawRow: rows.length > 0 })
        await countRun(inside, runId, {
          ...written.counts,
          read: rows.length + quarantined.length,
          quarantined: aside.length,
        })
        if (page.fields) {
          const { learning } = await knownShape(inside, connectionId, stream)
          await keepFields(inside, { connectionId, stream, learning }, page.fields, now)
        }
        await saved?.(inside, page)
        return written.batch
      }
      const batch = await inTurn(deps.door, tenantId, () => deps.door.withTenant(actor, tenantId, save))
      if (batch !== undefined) deps.notifier.tell({ tenantId, kind: 'batch', batch })
      deps.notifier.tell({ tenantId, kind: 'connections' })
    },
  }
}
