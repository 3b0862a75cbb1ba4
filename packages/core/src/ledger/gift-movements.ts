import type { Conversion } from '@throughline/canonical'
import { placeOf, type Movement } from './movement.ts'

/**
 * Gross, and the fee where one is known, of an approved gift or order, on its day. Nothing while it is pending or when it was declined;
 * nothing for leads and won deals, which bring no money by themselves.
 */
export function giftMovements(gift: Conversion, timeZone: string): Movement[] {
  if (gift.status !== 'approved' || gift.type === 'lead' || gift.type === 'opportunity') return []
  const shared = { ...placeOf(gift, timeZone), recurring: gift.plan !== undefined, n: 1 }
  const gross = { ...shared, kind: 'gross' as const, ...gift.amount }
  return gift.fee ? [gross, { ...shared, kind: 'fee', ...gift.fee.amount }] : [gross]
}
