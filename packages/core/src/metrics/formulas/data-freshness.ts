import { lagPercentile } from '../../quality/freshness/lags.store.ts'
import { none, number } from '../figure.ts'
import { dayBounds } from '../../ledger/index.ts'
import type { Metric, MetricReader } from '../registry/metric.ts'

const readFreshness: MetricReader = async (inside, { range, timeZone }) => {
  const [from, to] = [dayBounds(range.from, timeZone), dayBounds(range.to, timeZone)]
  const { n, p95 } = await lagPercentile(inside, new Date(from.start), new Date(to.end))
  return {
    total: {
      value: p95 === null ? none('no_units') : number(p95 / 3_600),
      numerator: null,
      denominator: null,
      interval: null,
      units: n,
    },
    rows: [],
  }
}

/** Data freshness: how long it takes until nineteen in twenty of what happens are here. */
export const dataFreshness: Metric = {
  id: 'data_freshness',
  title: { fundraising: 'Data freshness', commerce: 'Data freshness' },
  definition:
    'How long it takes from when something happens until it is in figures: nineteen in twenty are faster. Of much that came, batches spread evenly over the days are looked at; history and imports are left out.',
  formula: '95th percentile of (recorded − happened)',
  unit: 'hours',
  wanted: 'down',
  grain: 'a record',
  dimensions: [],
  sources: ['system'],
  owner: 'engineering',
  healthy: { from: 0, to: 5 / 60 },
  refresh: 'real_time',
  model: false,
  estimate: null,
  thinBelow: 100,
  worked: {
    by: 'reader',
    numerator: 'The slowest of nineteen in twenty',
    denominator: null,
    hours: false,
    read: readFreshness,
  },
}
