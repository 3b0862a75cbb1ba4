import { addDays } from '../compared-range.ts'
import { none, number } from '../figure.ts'
import type { Metric, MetricReader, Worth } from '../registry/metric.ts'
import { campaignBudgets } from '../stores/budgets.store.ts'
import { deliveryStore } from '../stores/delivery.store.ts'
import { todayIn } from '../today.ts'
import { plannedBudget } from './planned-budget.ts'

interface Used {
  spent: number
  planned: number
  /** In several currencies: neither is a sum. */
  mixed: boolean
}

const readUtilisation: MetricReader = async (inside, asked) => {
  const { range, batch, timeZone, now, currency, filter } = asked
  const over = addDays(todayIn(timeZone, now).day, -1)
  const days = { from: range.from, to: range.to < over ? range.to : over }
  const used = new Map<string, Used>()
  if (days.to < days.from) return { total: worthOf([]), rows: [] }
  for (const budget of await campaignBudgets(inside, { batch, timeZone })) {
    const planned = plannedBudget(budget, days)
    if (planned === undefined || !(filter.campaign?.includes(budget.campaign) ?? true)) continue
    const known = used.get(budget.campaign) ?? { spent: 0, planned: 0, mixed: false }
    used.set(budget.campaign, {
      spent: 0,
      planned: known.planned + planned,
      mixed: known.mixed || budget.currency !== currency,
    })
  }
  const cells = await deliveryStore.read(inside, {
    ...asked,
    range: { ...days, hour: null },
    measures: ['spend'],
    by: 'campaign',
  })
  for (const cell of cells) {
    const of = cell.row === null ? undefined : used.get(cell.row)
    if (!of) continue
    of.spent += cell.value
    of.mixed ||= cell.currency !== currency
  }
  const ran = [...used].filter(([, { planned, spent }]) => planned > 0 || spent !== 0)
  return {
    total: worthOf(ran.map(([, of]) => of)),
    rows: asked.by === 'campaign' ? ran.map(([key, of]) => ({ key, worth: worthOf([of]) })) : [],
  }
}

function worthOf(all: readonly Used[]): Worth {
  const [spent, planned] = [sum(all.map((each) => each.spent)), sum(all.map((each) => each.planned))]
  const shared = { interval: null, units: null }
  if (all.some(({ mixed }) => mixed))
    return { ...shared, value: none('rate_missing'), numerator: null, denominator: null }
  return {
    ...shared,
    value: planned === 0 ? none('no_units') : number(spent / planned),
    numerator: { unit: 'money', value: spent },
    denominator: { unit: 'money', value: planned },
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

/** Budget utilisation: what was spent of what was planned. */
export const budgetUtilisation: Metric = {
  id: 'budget_utilisation',
  title: { fundraising: 'Budget used', commerce: 'Budget utilisation' },
  definition:
    'What campaigns with a budget spent on these days, divided by what was planned for these days: a daily budget for each day that the campaign was to run, a lifetime budget spread evenly over its days. Only days that are over are in it, on both sides; campaigns that are paused, or have no budget or a lifetime budget without an end, are not.',
  formula: 'spend of campaigns with a budget ÷ their budgets for the days that are over',
  unit: 'share',
  wanted: 'neither',
  grain: 'a campaign’s day',
  dimensions: ['campaign'],
  sources: ['ads'],
  owner: 'executive',
  healthy: { from: 0.75, to: 1.05 },
  refresh: 'real_time',
  model: false,
  estimate: null,
  thinBelow: null,
  worked: {
    by: 'reader',
    numerator: 'Spend of campaigns with a budget',
    denominator: 'Their budgets for these days',
    hours: false,
    read: readUtilisation,
  },
}
