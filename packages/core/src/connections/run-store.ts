import type { Page, RunStore } from '@throughline/connector-kit'
import type { Inside } from '@throughline/db'
import { setAside } from '../ingest/quarantine.store.ts'
import type { IngestDeps } from '../ingest/deps.ts'
import { writeBatch } from '../ledger/index.ts'
import { jobOf } from './connection.store.ts'
import type { KnownConnection } from './known-connection.store.ts'
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
    async savePage(page) {
      const { stream, rows, quarantined, position } = page
      const now = deps.now()
      const batch = await deps.door.withTenant(actor, tenantId, async (inside) => {
        const outcome =
          rows.length === 0
            ? undefined
            : await writeBatch(inside, { rows, connectionId, origin: 'read', originId: runId, now, keyring })
        await setAside(
          inside,
          keyring,
          quarantined.map((row) => ({
            ...row,
            connectionId,
            origin: 'read',
            originId: runId,
            receivedAt: now.toISOString(),
          })),
          deps.newId,
        )
        await savePosition(inside, { connectionId, stream, lane }, position, { now, sawRow: rows.length > 0 })
        await countRun(inside, runId, {
          read: rows.length + quarantined.length,
          fresh: outcome?.fresh ?? 0,
          changed: outcome?.changed ?? 0,
          unchanged: outcome?.unchanged ?? 0,
          foreign: outcome?.foreign ?? 0,
          quarantined: quarantined.length,
        })
        await saved?.(inside, page)
        return outcome?.batch
      })
      if (batch !== undefined) deps.notifier.tell({ tenantId, kind: 'batch', batch })
      deps.notifier.tell({ tenantId, kind: 'connections' })
    },
  }
}
