import type { OracleAnswer } from './answer.ts'
import { amount, noAnswer, ratio } from './answer.ts'
import { isAsked, type OracleAsk } from './ask.ts'
import { journeysOf, type MoneyPart } from './journeys.ts'
import { dayAfter, daysBetween } from './local-time.ts'
import type { Known } from './known.ts'
import { sumsOf } from './sums.ts'

/** What one person gave and got back, day by day, from the first gift on. */
interface PersonYears {
  firstDay: string
  /** Days of gifts, first to last; the first is `firstDay`. */
  giftDays: readonly string[]
  parts: readonly MoneyPart[]
}

const signs = { gross: 1, fee: -1, fee_returned: 1, refund: -1, chargeback: -1 } as const

/** Everybody who ever gave. */
function peopleOf(known: Known): PersonYears[] {
  const byPerson = Map.groupBy(journeysOf(known), ({ person }) => person)
  return [...byPerson.values()].flatMap((journeys): PersonYears[] => {
    const parts = journeys.flatMap((journey) => journey.parts)
    const giftDays = parts
      .filter(({ kind }) => kind === 'gross')
      .map(({ day }) => day)
      .sort()
    const [firstDay] = giftDays
    return firstDay === undefined ? [] : [{ firstDay, giftDays, parts }]
  })
}

/** Those whose first gift lies on the days that are asked for. */
const cohortOf = (known: Known, ask: OracleAsk): PersonYears[] =>
  peopleOf(known).filter(({ firstDay }) =>
    isAsked(ask, { day: firstDay, where: { day: firstDay }, currency: null, value: 1 }),
  )

const share = (of: readonly boolean[]): OracleAnswer =>
  ratio({ value: of.filter((each) => each).length, any: true }, { value: of.length, any: true })

/** Of those who could be watched to the end of month k, who gave again in days 30(k−1)+1 to 30k after the first gift. */
export function retention(known: Known, ask: OracleAsk, month: 1 | 2 | 3, through: string): OracleAnswer {
  const watched = cohortOf(known, ask).filter(({ firstDay }) => dayAfter(firstDay, 30 * month) <= through)
  return share(
    watched.map(({ firstDay, giftDays }) =>
      giftDays.some((day) => {
        const after = daysBetween(firstDay, day)
        return after > 30 * (month - 1) && after <= 30 * month
      }),
    ),
  )
}

/** Of those who could be watched for 90 days, who gave a second time within them. */
export function repeatRate(known: Known, ask: OracleAsk, through: string): OracleAnswer {
  const watched = cohortOf(known, ask).filter(({ firstDay }) => dayAfter(firstDay, 90) <= through)
  return share(
    watched.map(({ firstDay, giftDays: [, second] }) => second !== undefined && daysBetween(firstDay, second) <= 90),
  )
}

/** The same date a year later; of 29 February the 28th. */
function yearAfter(day: string): string {
  const [year = '', rest = ''] = [day.slice(0, 4), day.slice(4)]
  return `${Number(year) + 1}${rest === '-02-29' ? '-02-28' : rest}`
}

/** Net from the first gift to twelve months after it, a person; of those whose twelve months are over. */
export function lifetimeValue(known: Known, ask: OracleAsk, through: string): OracleAnswer {
  const watched = cohortOf(known, ask).filter(({ firstDay }) => dayAfter(yearAfter(firstDay), -1) <= through)
  let value = 0
  for (const { firstDay, parts } of watched)
    for (const { day, kind, minor, currency } of parts) {
      if (day < firstDay || day >= yearAfter(firstDay)) continue
      if (currency !== known.truth.currency) return noAnswer('rate_missing')
      value += signs[kind] * minor
    }
  return ratio({ value, any: true }, { value: watched.length, any: true })
}

/** Cost of winning a new donor, in months of what one brings in the first year. */
export function paybackSimple(known: Known, ask: OracleAsk, through: string): OracleAnswer {
  const sums = sumsOf(known, ask)
  const [cost, worth] = [ratio(sums.told('spend'), sums.newDonors(), true), lifetimeValue(known, ask, through)]
  if (cost.value === null || worth.value === null)
    return noAnswer(...[cost, worth].flatMap((each) => (each.value === null ? each.whys : [])))
  return ratio({ value: cost.value, any: true }, { value: worth.value / 12, any: true })
}

/** Longer than this nobody waits. */
const mostMonths = 24

/**
 * The first month of 30 days by the end of which what a new donor brings has come to what it cost to win one. Whoever gave first
 * lately counts for the months that are over: what a month adds is the mean of those who could be watched to its end (Nelson's
 * mean cumulative function).
 */
export function paybackObserved(known: Known, ask: OracleAsk, through: string): OracleAnswer {
  const sums = sumsOf(known, ask)
  const cost = ratio(sums.told('spend'), sums.newDonors(), true)
  if (cost.value === null) return noAnswer('nothing_to_divide_by', ...cost.whys)
  const people = cohortOf(known, ask)
  // Money in another currency makes no sum, in a month that is over for whoever moved it.
  const isMixed = ({ firstDay, parts }: PersonYears): boolean =>
    parts.some(({ day, currency }) => {
      const month = monthAfter(firstDay, day)
      const counts = day >= firstDay && month <= mostMonths && dayAfter(firstDay, 30 * month) <= through
      return counts && currency !== known.truth.currency
    })
  if (people.some(isMixed)) return noAnswer('rate_missing', 'nothing_to_divide_by')
  let brought = 0
  for (let month = 1; month <= mostMonths; month += 1) {
    const watched = people.filter(({ firstDay }) => dayAfter(firstDay, 30 * month) <= through)
    if (watched.length === 0) break
    let net = 0
    for (const { firstDay, parts } of watched)
      for (const { day, kind, minor } of parts)
        if (day >= firstDay && monthAfter(firstDay, day) === month) net += signs[kind] * minor
    brought += net / watched.length
    if (brought >= cost.value) return { value: month, numerator: null, denominator: null }
  }
  return noAnswer('nothing_to_divide_by')
}

/** The day itself and the 30 after it are month 1. */
const monthAfter = (first: string, day: string): number => Math.max(1, Math.ceil(daysBetween(first, day) / 30))

/** (Net − spend) ÷ net of the same days. */
export function grossMargin(known: Known, ask: OracleAsk): OracleAnswer {
  const sums = sumsOf(known, ask)
  const [net, spend] = [amount(sums.net()), amount(sums.told('spend'))]
  // Where nobody told of any cost, there is none to take off.
  const untold = spend.value === null && spend.whys.includes('nothing_told') ? 0 : undefined
  const cost = spend.value ?? untold
  const nothing = net.value !== null && net.value <= 0 ? noAnswer('nothing_to_divide_by') : undefined
  if (net.value === null || cost === undefined)
    return noAnswer(...[net, spend, nothing].flatMap((each) => (each?.value === null ? each.whys : [])))
  return ratio({ value: net.value - cost, any: true }, { value: net.value, any: true })
}
