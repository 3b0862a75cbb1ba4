import { amount, noAnswer, ratio, type OracleAnswer } from './answer.ts'
import type { OracleAsk } from './ask.ts'
import { dayAfter, daysBetween, wallAt } from './local-time.ts'
import type { Known } from './known.ts'
import { sumsOf } from './sums.ts'
import type { Rows } from './truth.ts'

/**
 * What campaigns with a budget spent, of what was planned for the same days: a daily budget for each day that a campaign was to run, a
 * lifetime budget spread evenly over its days. Only days that are over are in it.
 */
export function budgetUtilisation(known: Known, ask: OracleAsk): OracleAnswer {
  const { zone, now } = known.truth
  const over = dayAfter(wallAt(zone, now).day, -1)
  const days = { ...ask, to: ask.to < over ? ask.to : over }
  if (days.to < days.from) return noAnswer('nothing_to_divide_by')
  let [spent, planned] = [0, 0]
  for (const campaign of known.rows.campaign) {
    const own = plannedFor(campaign, days, zone)
    const key = `ads:${campaign.key}`
    if (own === undefined || (ask.filter.campaign !== undefined && ask.filter.campaign !== key)) continue
    planned += own
    const cost = amount(sumsOf(known, { ...days, filter: { campaign: key } }).told('spend'))
    if (cost.value === null && cost.whys.includes('rate_missing')) return noAnswer('rate_missing')
    spent += cost.value ?? 0
  }
  return ratio({ value: spent, any: true }, { value: planned, any: true })
}

/** Undefined where nothing can be planned: no budget, or one for a life without an end. */
function plannedFor(
  { dailyBudget, lifetimeBudget, startsAt, endsAt }: Rows['campaign'],
  { from, to }: { from: string; to: string },
  zone: string,
): number | undefined {
  const first = wallAt(zone, startsAt).day
  const last = endsAt === null ? '9999-12-31' : wallAt(zone, endsAt).day
  const [begin, end] = [from > first ? from : first, to < last ? to : last]
  const run = end < begin ? 0 : daysBetween(begin, end) + 1
  if (dailyBudget !== null) return dailyBudget * run
  if (lifetimeBudget === null || endsAt === null) return undefined
  // Money is whole minor units.
  return Math.round((lifetimeBudget * run) / (daysBetween(first, last) + 1))
}
