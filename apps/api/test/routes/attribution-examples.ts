import { forViewers, notForViewers, rows, some, type Example } from './example.ts'

const tenant = 'harbor-table'
const range = { from: '2026-11-01', to: '2026-11-20' }
const window = { clickDays: 28, viewDays: 7 }

const firstJourney = { tenant, journeyNo: 1 }

/** What led to gifts. */
export const attributionExamples: Example[] = [
  {
    route: 'query attribution.compare',
    as: 'sam',
    input: () => ({ tenant, ...range }),
    filled: (data) => (data as { total: { net: number } }).total.net > 0,
    others: forViewers,
  },
  {
    route: 'query attribution.paths',
    as: 'sam',
    input: () => ({ tenant, ...range }),
    filled: (data) => (data as { conversions: number }).conversions > 0,
    others: forViewers,
  },
  {
    route: 'query attribution.journeys',
    as: 'sam',
    input: () => ({ tenant, ...range }),
    filled: rows,
    others: forViewers,
  },
  {
    route: 'query attribution.journey',
    as: 'sam',
    input: () => firstJourney,
    filled: (data) => some((data as { credit: unknown }).credit),
    others: forViewers,
  },
  {
    route: 'query attribution.record',
    as: 'sam',
    input: () => ({ tenant, kind: 'conversion', source: 'actblue', key: '810000900' }),
    filled: (data) => some((data as { versions: unknown }).versions),
    others: forViewers,
  },
  {
    route: 'query attribution.setting',
    as: 'sam',
    input: () => ({ tenant }),
    filled: (data) => (data as { model: string }).model !== '',
    others: forViewers,
  },
  {
    route: 'mutation attribution.preview',
    as: 'sam',
    input: () => ({ tenant, rules: 'when channel is sms then 2\nelse 1' }),
    filled: (data) => (data as { total: { net: number } }).total.net > 0,
    others: forViewers,
  },
  {
    route: 'mutation attribution.choose',
    as: 'sam',
    input: () => ({ tenant, model: 'linear', window }),
    filled: (data) => (data as { model: string }).model === 'linear',
    others: notForViewers,
  },
  {
    route: 'query attribution.returns',
    as: 'sam',
    input: () => ({ tenant, ...range, by: 'channel' }),
    filled: (data) => (data as { total: { now: { net: number } } }).total.now.net > 0,
    others: forViewers,
  },
  {
    route: 'query attribution.texts',
    as: 'sam',
    input: () => ({ tenant, ...range, by: 'campaign' }),
    filled: (data) => (data as { currency: string }).currency !== '',
    others: forViewers,
  },
  {
    route: 'query attribution.topics',
    as: 'sam',
    input: () => ({ tenant }),
    filled: (data) => some((data as { rules: unknown }).rules),
    others: forViewers,
  },
  {
    route: 'mutation attribution.changeTopics',
    as: 'sam',
    input: () => ({ tenant, rules: [{ topic: 'Water', words: ['river'] }] }),
    filled: (data) => (data as { topics: number }).topics === 1,
    others: notForViewers,
  },
]
