import { movementKinds, type MovementKind } from '@throughline/canonical'
import type { DaySum } from '../ledger/index.ts'

/** Sums of one currency over some days: all that a money metric needs. Minor units and counts; they add. */
export interface Tally {
  minor: Record<MovementKind, number>
  n: Record<MovementKind, number>
  /** Of gross: what belongs to recurring plans. */
  recurringGross: number
  recurringGifts: number
}

const zeros = (): Record<MovementKind, number> =>
  Object.fromEntries(movementKinds.map((kind) => [kind, 0])) as Record<MovementKind, number>

const emptyTally = (): Tally => ({ minor: zeros(), n: zeros(), recurringGross: 0, recurringGifts: 0 })

/** Adds sums of one currency into a tally. */
function addSum(tally: Tally, sum: Pick<DaySum, 'kind' | 'minor' | 'n' | 'recurring'>): void {
  tally.minor[sum.kind] += sum.minor
  tally.n[sum.kind] += sum.n
  if (sum.kind === 'gross' && sum.recurring) {
    tally.recurringGross += sum.minor
    tally.recurringGifts += sum.n
  }
}

/** One tally of sums that are all in one currency. */
export function tallyOf(sums: Iterable<Pick<DaySum, 'kind' | 'minor' | 'n' | 'recurring'>>): Tally {
  const tally = emptyTally()
  for (const sum of sums) addSum(tally, sum)
  return tally
}
