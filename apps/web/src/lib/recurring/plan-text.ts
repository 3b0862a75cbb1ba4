import { formatCount, formatDay, formatMoney, type Money } from '@throughline/ui/format'
import { todayIn } from '@throughline/ui/days'
import type { Answers, Tenant } from '#lib/app-router.ts'
import { words } from '#lib/words.ts'

export type Plan = Answers['recurring']['plans']['rows'][number]
type Where = Pick<Tenant, 'locale' | 'timeZone'>

const w = words.recurring

/** The day of an instant in the tenant's zone; the year only where it is not the one shown from. */
export function dayText(instant: string, { locale, timeZone }: Where, now: Date): string {
  const day = todayIn(timeZone, new Date(instant))
  const sameYear = day.slice(0, 4) === todayIn(timeZone, now).slice(0, 4)
  return formatDay(day, locale, { day: 'numeric', month: 'short', ...(sameYear ? {} : { year: 'numeric' }) })
}

/** What comes next for a plan, or how it ended. */
export function nextText(plan: Plan, tenant: Where, now: Date): string {
  const { state, expectedNextAt, cancelledAt, pledged, chargesMade } = plan
  if (state === 'ended') {
    if (cancelledAt !== null && !plan.reopened) return w.cancelled(dayText(cancelledAt, tenant, now))
    return pledged !== null && chargesMade >= pledged ? w.complete : w.ranOut
  }
  if (expectedNextAt === null) return '–'
  const day = dayText(expectedNextAt, tenant, now)
  return state === 'lapsed' ? w.nextOverdue(day) : w.nextExpected(day)
}

/** `3 of 12`, or how many where it goes on until it is cancelled. */
export function chargesText({ chargesMade, pledged }: Plan, locale: string): string {
  const made = formatCount(chargesMade, locale)
  return pledged === null ? made : w.madeOf(made, formatCount(pledged, locale))
}

export const amountText = (amount: Money | null, locale: string): string =>
  amount ? formatMoney(amount, locale, { cents: true }) : '–'
