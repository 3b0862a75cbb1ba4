import { exponential, type Rng } from '@throughline/stats'
import { planMinor } from './amounts.ts'
import type { Client } from './client.ts'
import type { Donor } from './donor.ts'
import type { Millis, Plan } from './line-item.ts'

const dayMillis = 86_400_000
const reasons = ['Donor request', 'Donor request', 'Card declined', 'Changed amount', 'Giving elsewhere']

/** A plan begun at `startedAt`: how often, how much, how long. Its end is decided now, though it may lie years ahead. */
export function beginPlan(rng: Rng, client: Client, donor: Donor, startedAt: Millis, order: string): Plan {
  const weekly = rng.chance(0.06)
  const pledged = rng.chance(0.12) ? rng.pick(weekly ? [4, 8] : [3, 6, 12]) : null
  const lasts = exponential(rng, weekly ? 90 : 420) * dayMillis
  const ends = pledged === null || rng.chance(0.2)
  const endsAt = ends ? startedAt + Math.floor((dayMillis + lasts) / 1000) * 1000 : null
  const minor = planMinor(rng, client.medianMinor)
  const cancelReason = ends ? rng.pick(reasons) : null
  const fails = ends && rng.chance(0.15)
  return {
    order,
    donor,
    period: weekly ? 'weekly' : 'monthly',
    startedAt,
    minor,
    pledged,
    cancelledAt: fails ? null : endsAt,
    cancelReason: fails ? null : cancelReason,
    failsAt: fails ? endsAt : null,
    sunset: weekly ? new Date(startedAt + 364 * dayMillis).toISOString().slice(0, 10) : null,
    charges: 0,
  }
}

/**
 * When a plan charges, first charge first, until it ends or `to` comes. Monthly charges keep the Eastern wall-clock time of the
 * first and its day of the month, the last day where the month is shorter; weekly ones come every seven days.
 */
export function chargeTimes(plan: Plan, to: Millis, most = Infinity): Millis[] {
  const first = Temporal.Instant.fromEpochMilliseconds(plan.startedAt).toZonedDateTimeISO('America/New_York')
  const times: Millis[] = []
  for (let k = 0; k < Math.min(plan.pledged ?? Infinity, most); k++) {
    const at = first.add(plan.period === 'weekly' ? { weeks: k } : { months: k }).epochMilliseconds
    const stopsAt = plan.cancelledAt ?? plan.failsAt
    const cancelled = k > 0 && stopsAt !== null && at >= stopsAt
    const sunk = plan.sunset !== null && new Date(at).toISOString().slice(0, 10) > plan.sunset
    if (at >= to || cancelled || sunk) break
    times.push(at)
  }
  return times
}

/** True where the donor ended the plan in [from, to) before it had run its course. */
export function endedWithin(plan: Plan, from: Millis, to: Millis): boolean {
  if (plan.cancelledAt === null || plan.cancelledAt < from || plan.cancelledAt >= to) return false
  return plan.pledged === null || chargeTimes(plan, plan.cancelledAt).length < plan.pledged
}

/** How a plan stands at `at`, as the world knows: a failing card has lapsed once the next charge is four days overdue. */
export function standingOf(plan: Plan, at: Millis): 'active' | 'lapsed' | 'ended' {
  if (endedWithin(plan, -Infinity, at + 1)) return 'ended'
  const made = chargeTimes(plan, at).length
  const onwards = chargeTimes({ ...plan, failsAt: null, cancelledAt: null }, Infinity, made + 1)
  const next = onwards[made]
  if (next === undefined) return 'ended'
  return plan.failsAt !== null && next + 4 * dayMillis < at ? 'lapsed' : 'active'
}
