import { forViewers, ownThings, rows, some, type Example } from './example.ts'

const tenant = 'harbor-table'
const range = { from: '2026-11-01', to: '2026-11-20' }

/** Overview, proof, portfolio. */
export const figuresExamples: Example[] = [
  { route: 'query portfolio.read', as: 'olive', filled: rows, others: { ...ownThings, viewer: 200 } },
  {
    route: 'query overview.read',
    as: 'sam',
    input: () => ({ tenant, range, comparison: 'previous_period' }),
    filled: (data) => (data as { days: { gross: number }[] }).days.some(({ gross }) => gross > 0),
    others: forViewers,
  },
  { route: 'query overview.latest', as: 'sam', input: () => ({ tenant }), filled: rows, others: forViewers },
  {
    route: 'query recurring.read',
    as: 'sam',
    input: () => ({ tenant }),
    filled: (data) => (data as { plans: { active: number } }).plans.active > 0,
    others: forViewers,
  },
  {
    route: 'query recurring.mrr',
    as: 'sam',
    input: () => ({ tenant, days: 90 }),
    filled: (data) => ((data as { byCurrency: { end: number }[] }).byCurrency[0]?.end ?? 0) > 0,
    others: forViewers,
  },
  { route: 'query recurring.plans', as: 'sam', input: () => ({ tenant }), filled: rows, others: forViewers },
  {
    route: 'query proof.read',
    as: 'sam',
    input: () => ({ tenant, metric: 'raised_net', range }),
    filled: (data) => (data as { rowCount: number }).rowCount > 0,
    others: forViewers,
  },
  {
    route: 'query proof.rows',
    as: 'sam',
    input: () => ({ tenant, metric: 'raised_net', range }),
    filled: rows,
    others: forViewers,
  },
  {
    route: 'query metrics.query',
    as: 'sam',
    input: () => ({
      tenant,
      metrics: ['raised_net', 'attributed_net'],
      range,
      by: 'channel',
      filter: { donor_type: ['new', 'returning', 'monthly'] },
    }),
    filled: rows,
    others: forViewers,
  },
  {
    route: 'query metrics.funnel',
    as: 'sam',
    input: () => ({ tenant, range, steps: [{ of: 'gift' }, { of: 'activity', kind: 'visited' }] }),
    filled: (data) => ((data as { steps: { people: number }[] }).steps[0]?.people ?? 0) > 0,
    others: forViewers,
  },
  {
    route: 'query metrics.cohorts',
    as: 'sam',
    input: () => ({ tenant, range }),
    filled: (data) => some((data as { cohorts: unknown }).cohorts),
    others: forViewers,
  },
  {
    route: 'query metrics.dictionary',
    as: 'sam',
    input: () => ({ tenant }),
    filled: (data) => some((data as { metrics: unknown }).metrics),
    others: forViewers,
  },
  { route: 'query proof.moments', as: 'sam', input: () => ({ tenant }), filled: some, others: forViewers },
  {
    route: 'query proof.changes',
    as: 'sam',
    input: async (f) => ({ tenant, metric: 'raised_net', range, then: 0, now: await f.batch() }),
    filled: (data) => some((data as { causes: unknown }).causes),
    others: forViewers,
  },
]
