import type { ObservedRow, RowIssue } from '@throughline/connector-kit'
import type { Inside } from '@throughline/db'
import { z } from 'zod'
import { readKnownConnection, type KnownConnection } from '../connections/known-connection.store.ts'
import { writeBatch } from '../ledger/index.ts'
import { connectorFor } from './connector-for.ts'
import type { IngestDeps } from './deps.ts'
import { openBody } from './inbox-body.ts'
import { observeDelivery } from './observe-delivery.ts'
import { openQuarantined, renewIssues, settleQuarantined, type OpenedRow } from './quarantine.store.ts'

/**
 * Reads rows that were set aside again, with today's schema and settings: those that can be read now become facts and are
 * settled; the others stay, with today's reasons.
 * @returns how many could be read
 */
export async function replayRows(
  deps: IngestDeps,
  inside: Inside,
  ids: readonly string[],
): Promise<{ count: number; batch: number | undefined }> {
  const now = deps.now()
  const keyring = await deps.secrets.forTenant(inside, now)
  const opened = await openQuarantined(inside, keyring, ids)
  let count = 0
  let batch: number | undefined
  for (const [connectionId, group] of Map.groupBy(opened, (row) => row.connectionId)) {
    const connection = await readKnownConnection(inside, deps.secrets, connectionId, now)
    if (!connection) continue
    const rows: ObservedRow[] = []
    const settled: string[] = []
    // Together: where they are read in another process, they wait for it together too.
    const answers = await Promise.all(group.map((row) => observeAgain(deps, connection, row)))
    for (const [index, row] of group.entries()) {
      const again = answers[index]
      if (!again) continue
      if (again.issues.length > 0) await renewIssues(inside, row.id, again.issues)
      else {
        rows.push(...again.rows)
        settled.push(row.id)
      }
    }
    const outcome = await writeBatch(inside, { rows, connectionId, origin: 'reprocess', now, keyring })
    batch = outcome.batch ?? batch
    count += await settleQuarantined(inside, settled, 'replayed', now)
  }
  return { count, batch }
}

async function observeAgain(
  deps: IngestDeps,
  connection: KnownConnection,
  row: OpenedRow,
): Promise<{ rows: ObservedRow[]; issues: RowIssue[] }> {
  const { kit } = deps
  const connector = connectorFor(deps, connection)
  if (!connector) return { rows: [], issues: [{ path: '', message: 'its connector is not installed' }] }
  if (row.stream.startsWith('webhook:')) {
    const bytes = bodyOf(connection, row)
    if (!bytes) return { rows: [], issues: row.issues }
    const again = await observeDelivery(kit, connector, row.stream.slice('webhook:'.length), bytes, connection.config)
    return { rows: again.rows, issues: again.quarantined.flatMap(({ issues }) => issues) }
  }
  const config = connector.config.safeParse(connection.config)
  if (!config.success || !connector.streams[row.stream])
    return { rows: [], issues: [{ path: '', message: 'its stream or settings are no longer known' }] }
  try {
    const again = await kit.readRows(connector, row.stream, [row.raw], config.data)
    return { rows: again.rows, issues: again.quarantined.flatMap(({ issues }) => issues) }
  } catch (error) {
    if (!(error instanceof kit.ProviderChanged)) throw error
    return { rows: [], issues: [{ path: '', message: error.say }] }
  }
}

/** What a delivery that was set aside whole said; undefined where it did not open, and still does not. */
function bodyOf({ keyring }: KnownConnection, { raw }: OpenedRow): Uint8Array | undefined {
  const unopened = Unopened.safeParse(raw)
  if (!unopened.success) return Buffer.from(typeof raw === 'string' ? raw : '')
  try {
    return openBody(keyring, Buffer.from(unopened.data.sealed, 'base64'))
  } catch {
    return undefined
  }
}

const Unopened = z.object({ sealed: z.string() })
