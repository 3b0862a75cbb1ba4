import type { Refund } from '@throughline/canonical'
import { placeOf, type Movement } from './movement.ts'

/**
 * What went back, on the day it went back: as a chargeback where the source says so, else as a refund; and the fee that the source
 * returned, as a movement of its own. The gift keeps its day and its gross.
 */
export function refundMovements(refund: Refund, timeZone: string): Movement[] {
  const shared = { ...placeOf(refund, timeZone), recurring: false, n: 1 }
  const back = {
    ...shared,
    kind: refund.type === 'chargeback' ? ('chargeback' as const) : ('refund' as const),
    ...refund.amount,
  }
  return refund.feeReturned ? [back, { ...shared, kind: 'fee_returned', ...refund.feeReturned.amount }] : [back]
}
