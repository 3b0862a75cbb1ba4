import type { Instant, TimeZone } from './instant.ts'
import type { RecurringPlan } from './record.ts'

type Plan = Pick<
  RecurringPlan,
  'period' | 'zone' | 'pledged' | 'lastChargeAt' | 'chargesMade' | 'cancelledAt' | 'sunsetDay'
>

/**
 * True once nothing more will be charged: cancelled (a charge after the cancellation re-opens it), all pledged charges
 * made, or past its sunset. `zone` is the tenant's: the calendar of a plan that names none.
 */
export function isPlanEnded(plan: Plan, zone: TimeZone): boolean {
  const { cancelledAt, lastChargeAt, pledged, chargesMade = 0, sunsetDay } = plan
  if (cancelledAt !== undefined && !(lastChargeAt !== undefined && lastChargeAt > cancelledAt)) return true
  if (pledged !== undefined && chargesMade >= pledged) return true
  const next = nextOf(plan, zone)
  return (
    plan.period === 'weekly' &&
    sunsetDay !== undefined &&
    next !== undefined &&
    dayOf(next, plan.zone ?? zone) > sunsetDay
  )
}

/**
 * When the next charge is expected: the last one plus a week or a calendar month on the plan's calendar, at the same
 * time of day (31 January is followed by 28 February). No source says it, so it is always to be labelled "expected".
 * Undefined for a plan that has ended, was never charged, or of which nobody said how often it charges.
 */
export function expectedNextCharge(plan: Plan, zone: TimeZone): Instant | undefined {
  return isPlanEnded(plan, zone) ? undefined : nextOf(plan, zone)
}

function nextOf({ lastChargeAt, period, zone: own }: Plan, zone: TimeZone): Instant | undefined {
  if (lastChargeAt === undefined || period === undefined) return undefined
  const last = Temporal.Instant.from(lastChargeAt).toZonedDateTimeISO(own ?? zone)
  const next = last.add(period === 'weekly' ? { weeks: 1 } : { months: 1 })
  return next.toInstant().toString({ smallestUnit: 'millisecond' })
}

const dayOf = (instant: Instant, zone: TimeZone): string =>
  Temporal.Instant.from(instant).toZonedDateTimeISO(zone).toPlainDate().toString()
