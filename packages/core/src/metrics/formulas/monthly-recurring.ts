import type { Inside } from '@throughline/db'
import { batchMoment, type DaySum } from '../../ledger/index.ts'
import { money, none, type MoneyFigure } from '../figure.ts'
import { inTenantCurrency } from '../in-tenant-currency.ts'
import { planSums } from '../recurring/plans.store.ts'
import { recurringFigures, type RecurringFigures } from '../recurring/recurring-figures.ts'
import type { Metric, MetricReader } from '../registry/metric.ts'
import { todayIn } from '../today.ts'

/** How plans stand at the moment that is asked about: now, or when the batch was the newest. */
const readMonthly: MetricReader = async (inside, { batch, timeZone, currency, now }) => {
  const [moment, later] = [await batchMoment(inside, batch), await batchMoment(inside, batch + 1)]
  const at = later && moment?.recordedAt ? new Date(moment.recordedAt) : now
  const figures = recurringFigures(await planSums(inside, { batch, at, timeZone }), currency)
  const plans = Object.values(figures.plans).reduce((sum, n) => sum + n, 0)
  const value = plans === 0 ? none('not_read_yet') : await sumIn(inside, figures, currency, todayIn(timeZone, at).day)
  return {
    total: { value, numerator: null, denominator: null, interval: null, units: figures.plans.active },
    rows: [],
  }
}

/** Other currencies by the rate of the day. */
async function sumIn(
  inside: Inside,
  { byCurrency }: RecurringFigures,
  currency: string,
  day: string,
): Promise<MoneyFigure> {
  const sums = byCurrency
    .filter(({ mrr }) => mrr.minor !== 0)
    .map(({ mrr }): DaySum => ({ tenantId: '', day, kind: 'gross', recurring: true, n: 1, ...mrr }))
  const restated = await inTenantCurrency(inside, sums, currency)
  if (restated.some((sum) => sum.currency !== currency)) return none('rate_missing')
  return money(
    restated.reduce((total, { minor }) => total + minor, 0),
    currency,
  )
}

/** MRR: what active plans repeat in a month. */
export const monthlyRecurring: Metric = {
  id: 'mrr',
  title: { fundraising: 'Monthly recurring', commerce: 'MRR' },
  definition:
    'What active recurring plans repeat in a month: monthly plans as they are, weekly ones × 52 ÷ 12. It is how plans stand now, or at the batch that is asked for, whatever the range.',
  formula: 'monthly plans + weekly plans × 52 ÷ 12',
  unit: 'money',
  wanted: 'up',
  grain: 'an active plan',
  dimensions: [],
  sources: ['plans'],
  owner: 'lifecycle',
  healthy: null,
  refresh: 'real_time',
  model: false,
  estimate: null,
  thinBelow: null,
  worked: {
    by: 'reader',
    numerator: 'Monthly plans + weekly plans × 52 ÷ 12',
    denominator: null,
    hours: false,
    standing: true,
    read: readMonthly,
  },
}
