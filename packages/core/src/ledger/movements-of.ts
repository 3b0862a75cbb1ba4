import type { Conversion, Day, MovementKind, Refund } from '@throughline/canonical'
import { zoneClock } from './zone-clock.ts'

/** A signed amount by which a sum changes. */
export interface Movement {
  day: Day
  /** 0–23, or −1 where the source gives a day and no time. */
  hour: number
  kind: MovementKind
  currency: string
  /** Part of a recurring plan. */
  recurring: boolean
  minor: number
  n: number
}

/** What of a fact decides its movements. */
export interface Counted {
  value: Pick<Conversion | Refund, 'kind' | 'happenedAt' | 'sourceDay'> & Record<string, unknown>
  withdrawn: boolean
}

/** The hour of what has a day and no time. */
export const noHour = -1

/** The day and hour in which a record counts: the tenant's, or the source's own calendar day where it gives no time. */
export function placeOf(
  value: { happenedAt: string; sourceDay?: { day: Day } | undefined },
  timeZone: string,
): { day: Day; hour: number } {
  if (value.sourceDay) return { day: value.sourceDay.day, hour: noHour }
  return zoneClock(timeZone)(Date.parse(value.happenedAt))
}

/**
 * What one effective fact adds to the tenant's sums: gross and fee of an approved gift on its day; refund or chargeback and the
 * fee returned on the day of giving back. A refund of an unknown kind is a refund. Nothing for what is withdrawn, pending,
 * declined, or holds no money.
 */
export function movementsOf({ value, withdrawn }: Counted, timeZone: string): Movement[] {
  if (withdrawn) return []
  if (value.kind === 'conversion') return ofConversion(value as unknown as Conversion, timeZone)
  if (value.kind === 'refund') return ofRefund(value as unknown as Refund, timeZone)
  return []
}

function ofConversion(gift: Conversion, timeZone: string): Movement[] {
  if (gift.status !== 'approved') return []
  const shared = { ...placeOf(gift, timeZone), recurring: gift.plan !== undefined, n: 1 }
  const gross = { ...shared, kind: 'gross' as const, ...gift.amount }
  return gift.fee ? [gross, { ...shared, kind: 'fee', ...gift.fee.amount }] : [gross]
}

function ofRefund(refund: Refund, timeZone: string): Movement[] {
  const shared = { ...placeOf(refund, timeZone), recurring: false, n: 1 }
  const back = {
    ...shared,
    kind: refund.type === 'chargeback' ? ('chargeback' as const) : ('refund' as const),
    ...refund.amount,
  }
  return refund.feeReturned ? [back, { ...shared, kind: 'fee_returned', ...refund.feeReturned.amount }] : [back]
}
