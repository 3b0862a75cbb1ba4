import type { LineItem, Millis } from './line-item.ts'
import type { ZoneClock } from './zone-clock.ts'

/** What the world knows of one day: plain additions over its own lines, sharing no arithmetic with the product. Cents. */
export interface DayTotals {
  gross: number
  fees: number
  refunds: number
  returnedFees: number
  net: number
  gifts: number
  refundedGifts: number
  recurringGross: number
  donors: number
  newDonors: number
}

const nothing = (): DayTotals => ({
  gross: 0,
  fees: 0,
  refunds: 0,
  returnedFees: 0,
  net: 0,
  gifts: 0,
  refundedGifts: 0,
  recurringGross: 0,
  donors: 0,
  newDonors: 0,
})

/** Totals by day of `clock`, of lines paid and refunds made before `until`. A fee goes back with its refund. */
export function totalsByDay(lines: readonly LineItem[], clock: ZoneClock, until: Millis): Map<string, DayTotals> {
  const days = new Map<string, DayTotals>()
  const givers = new Map<string, Set<number>>()
  const met = new Set<number>()
  const on = (day: string): DayTotals => {
    const known = days.get(day)
    if (known) return known
    const fresh = nothing()
    days.set(day, fresh)
    return fresh
  }
  for (const line of [...lines].sort((a, b) => a.paidAt - b.paidAt)) {
    if (!line.own || line.status !== 'approved' || line.paidAt >= until) continue
    const day = clock.day(line.paidAt)
    const totals = on(day)
    totals.gross += line.minor
    totals.fees += line.feeMinor
    totals.gifts += 1
    if (line.plan) totals.recurringGross += line.minor
    const today = givers.get(day) ?? new Set<number>()
    givers.set(day, today.add(line.donor.donorNo))
    totals.donors = today.size
    if (!met.has(line.donor.donorNo)) totals.newDonors += 1
    met.add(line.donor.donorNo)
    if (line.refundedAt !== null && line.refundedAt < until) {
      const back = on(clock.day(line.refundedAt))
      back.refunds += line.minor
      back.returnedFees += line.feeMinor
      back.refundedGifts += 1
    }
  }
  for (const totals of days.values()) totals.net = totals.gross - totals.fees + totals.returnedFees - totals.refunds
  return days
}

/** Totals of days [from, to], with people counted once over all of them. */
export function totalsOver(
  lines: readonly LineItem[],
  clock: ZoneClock,
  until: Millis,
  from: string,
  to: string,
): DayTotals {
  const sum = nothing()
  for (const [day, totals] of totalsByDay(lines, clock, until)) {
    if (day < from || day > to) continue
    for (const field of [
      'gross',
      'fees',
      'refunds',
      'returnedFees',
      'net',
      'gifts',
      'refundedGifts',
      'recurringGross',
      'newDonors',
    ] as const)
      sum[field] += totals[field]
  }
  const people = new Set<number>()
  for (const line of lines) {
    const day = clock.day(line.paidAt)
    if (line.own && line.status === 'approved' && line.paidAt < until && day >= from && day <= to)
      people.add(line.donor.donorNo)
  }
  sum.donors = people.size
  return sum
}
