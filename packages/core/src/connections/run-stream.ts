import { NotFound } from '@throughline/canonical'
import type { SliceEnd } from '@throughline/connector-kit'
import type { Inside } from '@throughline/db'
import { emitEvents } from '../events/index.ts'
import type { Handler, Outcome, Slice } from '../jobs/index.ts'
import { lastWorkOf } from '../jobs/index.ts'
import { keepUsage, wasChecked } from './account.store.ts'
import { checkAndKeep } from './check-connection.ts'
import { askCustomer, jobOf } from './connection.store.ts'
import { readKnownConnection, type KnownConnection } from './known-connection.store.ts'
import { connectOptions, type ReadDeps } from './read-deps.ts'
import { createRunStore, type RunStoreOptions } from './run-store.ts'
import { markStream, readStreams, type Lane } from './stream-state.store.ts'
import { cancelRuns, closeRun, openRun, runSoFar } from './sync-run.store.ts'

export interface StreamSlice {
  known: KnownConnection
  stream: string
  lane: Lane
  slice: Slice
  /** A day on the source's calendar to begin at, where the stream has no position yet. */
  from?: string | undefined
  saved?: RunStoreOptions['saved']
}

/** How a slice of one stream ended, with what it means already written down. */
export type StreamEnd = { outcome: 'done' | 'more' | 'ask' | 'changed' } | { outcome: 'later'; at: Date }

/**
 * Reads one slice of one stream and writes down what its end means: the customer must act, the provider is busy until then, or
 * its format changed and this stream stops while the others go on.
 * @throws whatever is our own bug, after the run is marked as failed
 */
export async function readSlice(deps: ReadDeps, input: StreamSlice): Promise<StreamEnd> {
  const { known, stream, lane, slice } = input
  const { tenantId, connectionId } = known
  const actor = jobOf(tenantId, 'run-stream')
  const place = { connectionId, stream, lane }
  const trigger = lane === 'backfill' ? ('backfill' as const) : ('schedule' as const)
  const runId = await deps.door.withTenant(actor, tenantId, (inside) =>
    openRun(inside, { connectionId, stream, trigger }, { now: deps.now(), newId: deps.newId }),
  )
  let end: SliceEnd
  try {
    end =
      (await firstCheck(deps, known, slice.signal)) ??
      (await deps.kit.runSlice({
        ...connectOptions(deps, known, slice.signal),
        stream,
        store: createRunStore(deps, { known, lane, runId, ...(input.saved ? { saved: input.saved } : {}) }),
        ...(input.from === undefined ? {} : { from: input.from }),
        budgetMs: Math.max(1, slice.until.getTime() - deps.now().getTime()),
      }))
  } catch (error) {
    // A slice that was told to stop is no failure: what it had saved stays, and the next one goes on.
    if (slice.signal.aborted) return { outcome: 'more' }
    const say = 'Reading failed for a reason of ours. It is tried again by itself.'
    await deps.door.withTenant(actor, tenantId, (inside) =>
      closeRun(inside, runId, { state: 'failed', say, now: deps.now() }),
    )
    throw error
  }
  const now = deps.now()
  const { usage } = deps.states.peek(connectionId) ?? {}
  await deps.door.withTenant(actor, tenantId, async (inside) => {
    if (usage && end.outcome !== 'more') await keepUsage(inside, connectionId, usage, now)
    switch (end.outcome) {
      case 'more':
        return
      case 'off':
      case 'done':
        await tellRefreshed(inside, runId, { source: `${known.connector}/${stream}`, now })
        await markStream(inside, place, { state: 'ok', readAt: now })
        return closeRun(inside, runId, { state: 'done', now })
      case 'later':
        await markStream(inside, place, { state: 'waiting', say: end.error.say, waitUntil: end.at })
        return closeRun(inside, runId, { state: 'waiting', say: end.error.say, now })
      case 'ask':
        await askCustomer(inside, connectionId, end.error.say)
        await closeRun(inside, runId, { state: 'failed', say: end.error.say, now })
        // The others that were asked for do not go on either.
        return cancelRuns(inside, connectionId, { now })
      case 'changed':
        await markStream(inside, place, { state: 'stopped', say: end.error.say })
        return closeRun(inside, runId, { state: 'failed', say: end.error.say, now })
    }
  })
  if (end.outcome === 'changed')
    deps.report?.(`a provider changed its format: ${end.error.message}`, { connector: known.connector, stream })
  if (end.outcome === 'done')
    await deps.queue.add(
      { tenantId, kind: 'reconcile', ref: `${connectionId}/${stream}`, attempt: 0 },
      { ifNone: true },
    )
  if (end.outcome !== 'more') deps.notifier.tell({ tenantId, kind: 'connections' })
  if (end.outcome === 'later') return { outcome: 'later', at: end.at }
  return { outcome: end.outcome === 'off' ? 'done' : end.outcome }
}

/** Before anything is read for the first time: whose accounts these are. */
async function firstCheck(
  deps: ReadDeps,
  known: KnownConnection,
  signal: AbortSignal,
): Promise<Extract<SliceEnd, { error: Error }> | undefined> {
  const { tenantId, connectionId } = known
  const checked = await deps.door.withTenant(jobOf(tenantId, 'run-stream'), tenantId, (inside) =>
    wasChecked(inside, connectionId),
  )
  if (checked) return undefined
  const fault = await checkAndKeep(deps, known, signal)
  return fault && { counts: { pages: 0, rows: 0, foreign: 0, quarantined: 0 }, ...fault }
}

/** The stream's first daily reading after its history was not wanted: how far back it looks. */
const lookBackDays = 30

/** A slice of one stream's daily reading; the nudge names `<connection>/<stream>`. */
export function runStream(deps: ReadDeps): Handler {
  return async ({ tenantId, ref = '' }, slice): Promise<Outcome> => {
    const [connectionId = '', stream = ''] = ref.split('/')
    const { known, standing, from } = await deps.door.withTenant(
      jobOf(tenantId, 'run-stream'),
      tenantId,
      async (inside) => {
        const known = await readKnownConnection(inside, deps.secrets, connectionId, deps.now())
        if (!known) throw new NotFound('No such connection.')
        const standing = (await readStreams(inside, connectionId, 'sync')).get(stream)
        const history = standing?.position ? undefined : await lastWorkOf(inside, 'backfill', connectionId)
        const unwanted = history?.state === 'cancelled' || history?.state === 'failed'
        return { known, standing, from: unwanted ? daysAgo(deps.now(), lookBackDays) : undefined }
      },
    )
    if (known.state !== 'active' || standing?.state === 'stopped') return 'done'
    const waiting = standing?.waitUntil ? new Date(standing.waitUntil) : undefined
    if (waiting && waiting > deps.now()) return { at: waiting }
    const end = await readSlice(deps, { known, stream, lane: 'sync', slice, from })
    if (end.outcome === 'later') return { at: end.at }
    return end.outcome === 'more' ? 'again' : 'done'
  }
}

const daysAgo = (now: Date, days: number): string =>
  new Date(now.getTime() - days * 86_400_000).toISOString().slice(0, 10)

/** Says in the client's own events that a stream was read. */
async function tellRefreshed(
  inside: Inside,
  runId: string,
  { source, now }: { source: string; now: Date },
): Promise<void> {
  const run = await runSoFar(inside, runId)
  if (!run) return
  const properties = {
    refresh_id: runId,
    data_source: source,
    records_processed: run.read,
    refresh_duration_seconds: Math.max(0, (now.getTime() - Date.parse(run.startedAt)) / 1000),
    errors_encountered: run.quarantined,
  }
  await emitEvents(inside, [{ type: 'data_refresh_completed', of: runId, at: now, properties }], now)
}
