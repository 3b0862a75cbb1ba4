import { expectedNextCharge, isPlanEnded, type Instant, type RecurringPlan } from '@throughline/canonical'
import { graceHours } from './plan-state.ts'

/** A plan with every charge that is known of it, oldest first. */
export interface PlanHistory {
  plan: Pick<
    RecurringPlan,
    'period' | 'zone' | 'amount' | 'pledged' | 'lastChargeAt' | 'cancelledAt' | 'sunsetDay' | 'happenedAt'
  >
  /** Charges made in all, as plans are counted. */
  made: number
  charges: readonly { at: Instant; minor: number; currency: string }[]
  /** The last charge that was declined. */
  declinedAt: Instant | undefined
}

/** What moves what plans bring, in the order in which it is shown. */
export const mrrSteps = ['new', 'recovered', 'upgraded', 'downgraded', 'paused', 'failed', 'cancelled'] as const
type MrrStep = (typeof mrrSteps)[number]

/** Minor units a month. Start and steps come to the end, to the cent. */
export interface MrrWaterfall {
  currency: string
  start: number
  end: number
  steps: { step: MrrStep; minor: number; plans: number }[]
}

/** A plan at a moment: what it brings, in twelfths of a minor unit a month (a week is 52 of them, a month 12), and why it brings nothing. */
interface Standing {
  brings: { currency: string; twelfths: number } | null
  ended: boolean
  charged: boolean
}

const graceMs = graceHours * 3_600_000

/**
 * Where a plan stood at a moment, by the charges made until then: as plans are told now where the moment is now. What it brought then is
 * what it charged last; what it brings now is what it will charge.
 */
function standingAt({ plan, made, charges }: PlanHistory, at: Instant, zone: string): Standing {
  const told = plan.lastChargeAt
  const past = told === undefined ? [] : charges.filter((charge) => charge.at < told && charge.at <= at)
  const sinceThen = told === undefined ? 0 : charges.filter((charge) => charge.at < told).length + 1 - past.length
  const isNow = told === undefined || told <= at
  const last = isNow ? undefined : past.at(-1)
  const none = { brings: null, ended: false, charged: false }
  if (isNow ? plan.happenedAt > at && told === undefined : last === undefined) return none
  const { cancelledAt, lastChargeAt: _, ...rest } = plan
  const asOf = {
    ...rest,
    chargesMade: isNow ? made : made - sinceThen,
    ...(isNow ? (told === undefined ? {} : { lastChargeAt: told }) : { lastChargeAt: last?.at ?? at }),
    ...(cancelledAt !== undefined && cancelledAt <= at ? { cancelledAt } : {}),
  }
  if (plan.sunsetDay === undefined && asOf.lastChargeAt !== undefined && isLongAgo(asOf.lastChargeAt, at))
    return { brings: null, ended: hasEnded(asOf), charged: true }
  const next = expectedNextCharge(asOf, zone)
  const ended = isPlanEnded(asOf, zone)
  const lapsed = next !== undefined && Date.parse(next) + graceMs < Date.parse(at)
  const amount = last ?? plan.amount
  const brings =
    ended || lapsed || amount === undefined || plan.period === undefined
      ? null
      : { currency: amount.currency, twelfths: amount.minor * (plan.period === 'weekly' ? 52 : 12) }
  return { brings, ended, charged: true }
}

/** Longer than any month and its grace: no calendar need be asked. */
const isLongAgo = (last: Instant, at: Instant): boolean => Date.parse(at) - Date.parse(last) > 36 * 86_400_000
const hasEnded = ({ cancelledAt, lastChargeAt = '', pledged, chargesMade = 0 }: Partial<RecurringPlan>): boolean =>
  (cancelledAt !== undefined && cancelledAt >= lastChargeAt) || (pledged !== undefined && chargesMade >= pledged)

/** Why what a plan brings in one currency is another sum at the end than at the start. */
function stepOf(it: PlanHistory, start: Standing, end: Standing, [was, is]: [number, number]): MrrStep {
  if (was > 0 && is > 0) return is > was ? 'upgraded' : 'downgraded'
  // What it is charged in changed.
  if (start.brings && end.brings) return is > 0 ? 'upgraded' : 'downgraded'
  if (is > 0) return start.charged ? 'recovered' : 'new'
  if (end.ended) return 'cancelled'
  const last = it.plan.lastChargeAt
  return it.declinedAt !== undefined && (last === undefined || it.declinedAt > last) ? 'failed' : 'paused'
}

/** In twelfths of a minor unit. */
interface Moved {
  start: number
  steps: Map<MrrStep, { twelfths: number; plans: number }>
}

/**
 * How what plans bring a month came from one moment to another, in each currency: every plan that brings something else at the end is in
 * one step. A plan that came and went in between is in none. Sums are rounded along the way, so that start and steps come to the end.
 */
export function mrrWaterfall(
  plans: readonly PlanHistory[],
  { from, to, zone, currency }: { from: Instant; to: Instant; zone: string; currency: string },
): MrrWaterfall[] {
  const sums = new Map<string, Moved>()
  const of = (name: string) => {
    const known: Moved = sums.get(name) ?? { start: 0, steps: new Map() }
    sums.set(name, known)
    return known
  }
  of(currency)
  for (const it of plans) {
    const [start, end] = [standingAt(it, from, zone), standingAt(it, to, zone)]
    for (const name of new Set([start.brings?.currency, end.brings?.currency])) {
      if (name === undefined) continue
      const was = start.brings?.currency === name ? start.brings.twelfths : 0
      const is = end.brings?.currency === name ? end.brings.twelfths : 0
      const sum = of(name)
      sum.start += was
      if (was === is) continue
      const which = stepOf(it, start, end, [was, is])
      const step = sum.steps.get(which) ?? { twelfths: 0, plans: 0 }
      sum.steps.set(which, { twelfths: step.twelfths + is - was, plans: step.plans + 1 })
    }
  }
  return [...sums].map(([name, sum]) => rounded(name, sum))
}

const toMinor = (twelfths: number): number => Math.round(twelfths / 12)

function rounded(currency: string, { start, steps }: Moved): MrrWaterfall {
  let running = start
  const shown = mrrSteps.map((step) => {
    const { twelfths, plans } = steps.get(step) ?? { twelfths: 0, plans: 0 }
    const before = toMinor(running)
    running += twelfths
    return { step, minor: toMinor(running) - before, plans }
  })
  return { currency, start: toMinor(start), end: toMinor(running), steps: shown }
}
