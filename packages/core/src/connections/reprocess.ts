import type { ObservedRow } from '@throughline/connector-kit'
import type { Inside } from '@throughline/db'
import { z } from 'zod'
import type { Handler } from '../jobs/index.ts'
import { beginWork, finishWork, stepWork } from '../jobs/index.ts'
import { writeBatch } from '../ledger/index.ts'
import { connectorFor } from '../ingest/connector-for.ts'
import type { IngestDeps } from '../ingest/deps.ts'
import { inTurn } from '../ingest/write-turn.ts'
import { jobOf } from './connection.store.ts'
import { readKnownConnection } from './known-connection.store.ts'
import { keptRows } from './reprocess.store.ts'

/** How far a reprocessing is: the last row that was looked at. */
const ReprocessState = z.object({
  after: z.object({ stream: z.string(), key: z.string() }).optional(),
  seen: z.number().default(0),
  of: z.number().default(0),
})

const atOnce = 500

/**
 * Reads what is kept of a connection again with its settings as they are now; the nudge names the work. Rows that are this
 * client's now are counted, rows that no longer are, are taken back, both under cause `reprocess`.
 */
export function reprocess(deps: IngestDeps): Handler {
  return async ({ tenantId, ref: workId = '' }, { until, signal }) => {
    for (;;) {
      const left = await reprocessSome(deps, tenantId, workId)
      if (!left) return 'done'
      if (signal.aborted || deps.now() >= until) return 'again'
    }
  }
}

/** What was kept under a key that the settings made, and is kept under another now: the old one speaks of nothing any more. */
const emptied = (row: ObservedRow, key: string): ObservedRow => ({ ...row, key, records: [], tally: { gone: true } })

/** @returns whether there is more */
async function reprocessSome(deps: IngestDeps, tenantId: string, workId: string): Promise<boolean> {
  const now = deps.now()
  const step = async (inside: Inside): Promise<{ left: boolean; batch?: number | undefined }> => {
    const work = await beginWork(inside, workId, now)
    if (!work) return { left: false }
    const known = await readKnownConnection(inside, deps.secrets, work.ref ?? '', now)
    const connector = known && connectorFor(deps, known)
    if (!known || !connector || work.cancelRequested) {
      await finishWork(inside, workId, { state: 'cancelled', now })
      return { left: false }
    }
    const state = ReprocessState.parse(work.input)
    const config = connector.config.parse(known.config)
    const kept = await keptRows(inside, known.keyring, known, state.after, atOnce)
    const rows: ObservedRow[] = []
    const readable = kept.filter(({ stream, raw }) => raw !== undefined && connector.streams[stream])
    for (const [stream, group] of Map.groupBy(readable, (row) => row.stream)) {
      const raws = group.map(({ raw }) => raw)
      for (const [index, again] of (await deps.kit.readEach(connector, stream, raws, config)).entries()) {
        const before = group[index]
        if (!before || !('row' in again)) continue
        if (again.row.key !== before.key) rows.push(emptied(again.row, before.key), again.row)
        else if ((again.row.foreign ?? null) !== before.foreign) rows.push(again.row)
      }
    }
    const { connectionId, keyring } = known
    const outcome =
      rows.length === 0
        ? undefined
        : await writeBatch(inside, { rows, connectionId, origin: 'reprocess', originId: workId, now, keyring })
    const last = kept.at(-1)
    const seen = state.seen + kept.length
    await stepWork(inside, workId, {
      rows: rows.length,
      progress: state.of > 0 ? seen / state.of : 0,
      input: { ...state, seen, ...(last ? { after: { stream: last.stream, key: last.key } } : {}) },
    })
    const left = kept.length === atOnce
    if (!left) await finishWork(inside, workId, { state: 'done', now })
    return { left, batch: outcome?.batch }
  }
  const { left, batch } = await inTurn(deps.door, tenantId, () =>
    deps.door.withTenant(jobOf(tenantId, 'reprocess'), tenantId, step),
  )
  if (batch !== undefined) deps.notifier.tell({ tenantId, kind: 'batch', batch })
  if (!left) deps.notifier.tell({ tenantId, kind: 'work' })
  return left
}
