import { backoffMs } from './backoff.ts'
import { buryNudge } from './dead-letter.store.ts'
import { describeError } from './describe-error.ts'
import { Nudge, type NudgeKind } from './nudge.ts'
import type { Queue } from './queue.ts'
import { KeyDoesNotOpen } from '../secrets/index.ts'
import type { Door } from '@throughline/db'

/** Bounds of one run: stop taking on more at `until`, and at once when `signal` aborts. */
export interface Slice {
  until: Date
  signal: AbortSignal
}

/** Nothing left; more at once, behind the others; or more at that time. */
export type Outcome = 'done' | 'again' | { at: Date }
export type Handler = (nudge: Nudge, slice: Slice) => Promise<Outcome>

export interface RunnerDeps {
  door: Door
  queue: Queue
  handlers: Readonly<Record<NudgeKind, Handler>>
  now: () => Date
  /** In [0, 1). */
  random: () => number
  newId: () => string
  /** Told of every failure; `died` when it will not be tried again. */
  failed?: (nudge: Nudge, error: string, died: boolean) => void
}

/** How long a slice may go on taking on more. */
export const sliceMs = 1_000
/** How long what waits for the right key rests before it looks again. */
const untilKeyMs = 60_000
/** Failures in a row after which a person is asked to look: with `backoffMs`, about half an hour. */
export const attemptsBeforeDeath = 10

/**
 * Runs one slice of one nudge and puts what is left behind the others. A failure comes back later, and after
 * `attemptsBeforeDeath` in a row becomes a dead letter; what fails for want of the right key rests until that is back. Never throws because of a handler.
 */
export async function runNudge(deps: RunnerDeps, payload: unknown, signal: AbortSignal): Promise<void> {
  const nudge = Nudge.parse(payload)
  const again = (attempt: number, at?: Date) => deps.queue.add({ ...nudge, attempt }, at ? { at } : {})
  let outcome: Outcome
  try {
    outcome = await deps.handlers[nudge.kind](nudge, { until: new Date(deps.now().getTime() + sliceMs), signal })
  } catch (error) {
    const attempt = nudge.attempt + 1
    const said = describeError(error)
    if (error instanceof KeyDoesNotOpen) {
      deps.failed?.(nudge, said, false)
      return again(nudge.attempt, new Date(deps.now().getTime() + untilKeyMs))
    }
    const died = attempt >= attemptsBeforeDeath
    deps.failed?.(nudge, said, died)
    if (died) await buryNudge(deps, nudge, attempt, said)
    else await again(attempt, new Date(deps.now().getTime() + backoffMs(attempt, deps.random)))
    return
  }
  if (outcome === 'again') await again(0)
  else if (outcome !== 'done') await again(0, outcome.at)
}
