import type { Inside } from '@throughline/db'
import { z } from 'zod'
import type { Handler, Outcome } from '../jobs/index.ts'
import { beginWork, finishWork, stepWork, type Work } from '../jobs/index.ts'
import { jobOf } from './connection.store.ts'
import { readKnownConnection, type KnownConnection } from './known-connection.store.ts'
import type { ReadDeps } from './read-deps.ts'
import { readSlice } from './run-stream.ts'
import { clearLane, handOver, readStreams } from './stream-state.store.ts'
import { cancelRuns } from './sync-run.store.ts'

/** What a backfill was asked for, and how far each stream is. */
export const BackfillState = z.object({
  /** A day on the source's calendar; null = as far back as the connection's own settings say. */
  from: z.string().nullable(),
  streams: z.array(z.string()),
  /** 0–1 by stream; 1 = read to its end. */
  fractions: z.record(z.string(), z.number()).default({}),
  begun: z.boolean().default(false),
})
export type BackfillState = z.infer<typeof BackfillState>

/** How long a backfill of a connection that is not read rests before it looks again by itself. */
const restMs = 60_000

/**
 * One slice of a backfill; the nudge names the work. Every stream has a cursor of its own, apart from the daily reading's, and
 * while one waits for its report another goes on. While the connection is paused or needs attention it rests, and then goes on
 * where it was. Asked to stop, it ends after the page at hand, and what was read stays.
 */
export function backfill(deps: ReadDeps): Handler {
  return async ({ tenantId, ref: workId = '' }, slice): Promise<Outcome> => {
    const actor = jobOf(tenantId, 'backfill')
    const inTenant = <T>(fn: (inside: Inside) => Promise<T>) => deps.door.withTenant(actor, tenantId, fn)
    const found = await inTenant((inside) => begin(deps, inside, workId))
    if (!found) return 'done'
    const { work, known, state } = found
    const finish = async (end: { state: 'done' | 'failed' | 'cancelled'; say?: string }) => {
      await inTenant(async (inside) => {
        await finishWork(inside, workId, { ...end, now: deps.now() })
        if (end.state !== 'done') await cancelRuns(inside, known.connectionId, { now: deps.now(), only: 'backfill' })
      })
      deps.notifier.tell({ tenantId, kind: 'work' })
      await deps.queue.add({ tenantId, kind: 'read-connection', ref: known.connectionId, attempt: 0 })
      return 'done' as const
    }

    const rest = async (why: 'paused' | 'needs_customer'): Promise<Outcome> => {
      const say = why === 'paused' ? 'Waits: the connection is paused.' : 'Waits: the connection needs attention first.'
      if (work.say !== say) await inTenant((inside) => stepWork(inside, workId, { say }))
      deps.notifier.tell({ tenantId, kind: 'work' })
      return { at: new Date(deps.now().getTime() + restMs) }
    }

    if (work.cancelRequested) return finish({ state: 'cancelled', say: 'Stopped on request. What was read stays.' })
    if (known.state === 'disconnected') return finish({ state: 'cancelled', say: 'The connection was given up.' })
    if (known.state !== 'active') return rest(known.state)

    const stop = new AbortController()
    const signal = AbortSignal.any([slice.signal, stop.signal])
    const standings = await inTenant((inside) => readStreams(inside, known.connectionId, 'backfill'))
    const open = state.streams.filter((stream) => (state.fractions[stream] ?? 0) < 1)
    const waits: Date[] = []
    const rested = work.say?.startsWith('Waits') ?? false
    if (rested) await inTenant((inside) => stepWork(inside, workId, { say: null }))
    let say = rested ? undefined : (work.say ?? undefined)
    for (const stream of open) {
      const waiting = standings.get(stream)?.waitUntil
      if (waiting && new Date(waiting) > deps.now()) {
        waits.push(new Date(waiting))
        continue
      }
      const end = await readSlice(deps, {
        known,
        stream,
        lane: 'backfill',
        slice: { until: slice.until, signal },
        from: state.from ?? undefined,
        saved: async (inside, page) => {
          if (page.progress && page.progress.of > 0)
            state.fractions[stream] = Math.min(0.99, page.progress.done / page.progress.of)
          const rows = page.rows.length + page.quarantined.length
          const cancelled = await stepWork(inside, workId, { rows, progress: progressOf(state), input: state })
          if (cancelled) stop.abort()
        },
      })
      if (stop.signal.aborted) return 'again'
      if (end.outcome === 'later') waits.push(end.at)
      if (end.outcome === 'ask') return rest('needs_customer')
      if (end.outcome === 'changed') say = `The provider changed the format of “${stream}”; the rest was read.`
      if (end.outcome === 'done' || end.outcome === 'changed') {
        state.fractions[stream] = 1
        await inTenant(async (inside) => {
          if (end.outcome === 'done') await handOver(inside, { connectionId: known.connectionId, stream }, deps.now())
          await stepWork(inside, workId, { progress: progressOf(state), input: state, ...(say ? { say } : {}) })
        })
      }
      deps.notifier.tell({ tenantId, kind: 'work' })
      if (signal.aborted || deps.now() >= slice.until) break
    }
    const left = state.streams.filter((stream) => (state.fractions[stream] ?? 0) < 1)
    if (left.length === 0) return finish({ state: 'done', ...(say ? { say } : {}) })
    if (waits.length < left.length) return 'again'
    return { at: new Date(Math.min(...waits.map((wait) => wait.getTime()))) }
  }
}

async function begin(
  deps: ReadDeps,
  inside: Inside,
  workId: string,
): Promise<{ work: Work; known: KnownConnection; state: BackfillState } | undefined> {
  const work = await beginWork(inside, workId, deps.now())
  if (!work) return undefined
  const known = await readKnownConnection(inside, deps.secrets, work.ref ?? '', deps.now())
  if (!known) return undefined
  const state = BackfillState.parse(work.input)
  if (!state.begun) {
    state.begun = true
    await clearLane(inside, known.connectionId, 'backfill')
    await stepWork(inside, workId, { input: state })
  }
  return { work, known, state }
}

const progressOf = ({ streams, fractions }: BackfillState): number =>
  streams.reduce((sum, stream) => sum + (fractions[stream] ?? 0), 0) / Math.max(1, streams.length)
