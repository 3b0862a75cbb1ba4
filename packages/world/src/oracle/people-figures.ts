import { noAnswer, ratio, type OracleAnswer } from './answer.ts'
import { isAsked, type OracleAsk } from './ask.ts'
import { wallAt } from './local-time.ts'
import type { Known } from './known.ts'
import { whereOf } from './place-keys.ts'
import { channelOf } from './touches.ts'
import type { TruthEvent } from './truth.ts'

const whereOfEvent = (event: TruthEvent) =>
  whereOf({ ...event, channel: channelOf(event.channel), source: 'events', adSet: null, ad: null })

/** Events of one kind that are asked for. */
function eventsAsked({ truth, events }: Known, ask: OracleAsk, what: TruthEvent['what']): TruthEvent[] {
  return events.filter((event) => {
    const { day } = wallAt(truth.zone, event.at)
    return (
      event.what === what && isAsked(ask, { day, where: { day, ...whereOfEvent(event) }, currency: null, value: 1 })
    )
  })
}

/** Of the people who clicked on these days, those who gave on these days at or after their first click of them. */
export function conversionRate(known: Known, ask: OracleAsk): OracleAnswer {
  const firstClick = new Map<number, number>()
  for (const { person, at } of eventsAsked(known, ask, 'campaign_clicked')) {
    const who = known.personOf(person)
    firstClick.set(who, Math.min(at, firstClick.get(who) ?? Infinity))
  }
  const gave = new Set<number>()
  for (const gift of known.rows.gift) {
    const who = known.personOf(gift.person)
    const { day } = wallAt(known.truth.zone, gift.at)
    if (gift.status !== 'approved' || day < ask.from || day > ask.to) continue
    if (gift.at >= (firstClick.get(who) ?? Infinity)) gave.add(who)
  }
  return ratio({ value: gave.size, any: true }, { value: firstClick.size, any: true })
}

/** Of charges of plans that were approved or declined, those that were declined. */
export function failedChargeRate({ truth, rows }: Known, ask: OracleAsk): OracleAnswer {
  const charges = rows.gift.filter(({ plan, status, at }) => {
    const { day } = wallAt(truth.zone, at)
    return plan !== null && status !== 'pending' && isAsked(ask, { day, where: { day }, currency: null, value: 1 })
  })
  const failed = charges.filter(({ status }) => status === 'declined')
  if (charges.length === 0) return noAnswer('nothing_to_divide_by', 'nothing_told')
  return ratio({ value: failed.length, any: true }, { value: charges.length, any: true })
}

/** The amount in the middle; between two, their mean. */
export function medianGift({ truth, rows }: Known, ask: OracleAsk): OracleAnswer {
  const gifts = rows.gift.filter(({ status, at, plan }) => {
    const { day, hour } = wallAt(truth.zone, at)
    const where = { day, hour: String(hour), recurring: plan === null ? 'one_time' : 'recurring' }
    return status === 'approved' && isAsked(ask, { day, where, currency: null, value: 1 })
  })
  if (gifts.some(({ currency }) => currency !== truth.currency)) return noAnswer('rate_missing')
  const amounts = gifts.map(({ minor }) => minor).sort((a, b) => a - b)
  const half = amounts.length / 2
  const [low, high] = [amounts[Math.ceil(half) - 1], amounts[Math.floor(half)]]
  if (low === undefined || high === undefined) return noAnswer('nothing_to_divide_by', 'nothing_told')
  return { value: (low + high) / 2, numerator: null, denominator: null }
}

/** So long after its expected time a charge may come before its plan counts as lapsed. */
const graceMs = 96 * 3_600_000

/** What active plans repeat in a month: weekly ones × 52 ÷ 12. A charge after it was cancelled re-opens a plan; one that lapsed repeats nothing. */
export function monthlyRecurring({ truth, rows, until }: Known): OracleAnswer {
  if (rows.plan.length === 0) return noAnswer('nothing_told')
  let [monthly, weekly] = [0, 0]
  for (const { period, minor, currency, cancelledAt, lastChargeAt } of rows.plan) {
    if (cancelledAt !== null && lastChargeAt <= cancelledAt) continue
    const last = Temporal.Instant.fromEpochMilliseconds(lastChargeAt).toZonedDateTimeISO(truth.zone)
    const next = last.add(period === 'weekly' ? { weeks: 1 } : { months: 1 })
    if (next.epochMilliseconds + graceMs < until) continue
    if (currency !== truth.currency) return noAnswer('rate_missing')
    if (period === 'weekly') weekly += minor
    else monthly += minor
  }
  return { value: monthly + (weekly * 52) / 12, numerator: null, denominator: null }
}
