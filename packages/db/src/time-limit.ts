import { TooMany } from '@throughline/canonical'
import type { Actor } from './actor.ts'

/** How long one statement may take, in milliseconds: of somebody who waits for an answer, and of work that nobody waits for. */
export interface TimeLimits {
  askedMs: number
  workMs: number
}
export const usualLimits: TimeLimits = { askedMs: 15_000, workMs: 300_000 }

/** How long whoever was told that it took too long is asked to wait. */
const comeBackMs = 60_000

/** `SET` takes no parameters: the statement is built from a whole number only. */
export function limitStatements(limits: TimeLimits, actor: Pick<Actor, 'kind'>): string {
  const ms = actor.kind === 'job' ? limits.workMs : limits.askedMs
  if (!Number.isSafeInteger(ms) || ms <= 0) throw new Error('a limit is whole milliseconds')
  return `set local statement_timeout = ${ms}`
}

/**
 * Turns a statement that took too long into words for whoever waits for it. Jobs and deliveries are told as it is: they take
 * smaller steps, or come back by themselves.
 * @throws TooMany
 */
export async function inTime<T>(actor: Pick<Actor, 'kind'>, now: () => Date, run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    if (actor.kind === 'job' || actor.kind === 'hook' || !tookTooLong(error)) throw error
    const words = 'This takes too long to work out. Ask for less at once, or try again in a minute.'
    throw Object.assign(new TooMany(words, new Date(now().getTime() + comeBackMs)), { cause: error })
  }
}

/** PostgreSQL's word for a statement that was stopped; the query builder wraps what the driver threw. */
function tookTooLong(error: unknown): boolean {
  return error instanceof Error && ((error as { code?: unknown }).code === '57014' || tookTooLong(error.cause))
}
