import type { Cause } from '@throughline/canonical'
import { placeOf, type Movement } from './movement.ts'
import { movementsOf } from './movements-of.ts'
import { zoneClock } from './zone-clock.ts'

/** A fact's value with what decides whether it counts. */
export interface Version {
  value: Record<string, unknown> & { kind: string; happenedAt: string }
  withdrawn: boolean
}

/** What is known where a cause is named. */
export interface CauseContext {
  timeZone: string
  now: Date
  /** Since when this source has been read here; what happened before is history, not late. Undefined = all is history. */
  recordingSince?: string | undefined
  /** The row was read anew by changed rules or settings, not because the source said something else. */
  reprocessed: boolean
}

const dayMs = 86_400_000

/**
 * Why a new version of a fact is written. In order:
 * - `reprocess`: our own rules or settings changed, not the source;
 * - `withdrawn`: the source no longer has it;
 * - `refund`, `chargeback`: money given back that was not counted before, or a refund that turned out to be a chargeback;
 * - `late`: a gift not counted before, that happened while this source was already being read, more than 24 hours ago and on a
 *   day that is over in the tenant's zone; `new`: any other gift not counted before;
 * - `restatement`: an amount, a fee or a time that was counted is another one now, or something withdrawn is back;
 * - `correction`: anything that changes no sum.
 */
export function causeOf(before: Version | undefined, after: Version, context: CauseContext): Cause {
  if (context.reprocessed) return 'reprocess'
  if (before && !before.withdrawn && after.withdrawn) return 'withdrawn'
  if (!before) return firstCause(after, context)
  if (before.withdrawn && !after.withdrawn) return 'restatement'
  const was = movementsOf(before, context.timeZone)
  const is = movementsOf(after, context.timeZone)
  if (was.length === 0 && is.length > 0) return firstCause(after, context)
  if (after.value.kind === 'refund' && before.value.type !== 'chargeback' && after.value.type === 'chargeback')
    return 'chargeback'
  return sameMovements(was, is) && before.value.happenedAt === after.value.happenedAt ? 'correction' : 'restatement'
}

function firstCause({ value }: Version, context: CauseContext): Cause {
  if (value.kind === 'refund') return value.type === 'chargeback' ? 'chargeback' : 'refund'
  return isLate(value, context) ? 'late' : 'new'
}

function isLate(value: Version['value'], { timeZone, now, recordingSince }: CauseContext): boolean {
  if (recordingSince === undefined || value.happenedAt < recordingSince) return false
  const today = zoneClock(timeZone)(now.getTime()).day
  return now.getTime() - Date.parse(value.happenedAt) > dayMs && placeOf(value, timeZone).day < today
}

function sameMovements(a: readonly Movement[], b: readonly Movement[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
