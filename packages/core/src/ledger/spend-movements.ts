import type { Spend } from '@throughline/canonical'
import { placeOf, type Movement } from './movement.ts'

/** What a day of delivery cost, on the source's own day. A part of that day's whole (a breakdown) adds to nothing. */
export function spendMovements(spend: Spend, timeZone: string): Movement[] {
  if (spend.breakdown !== undefined || spend.amount.minor === 0) return []
  return [{ ...placeOf(spend, timeZone), kind: 'spend', recurring: false, n: 1, ...spend.amount }]
}
