import { forViewers, type Example } from './example.ts'

const tenant = 'harbor-table'

/** What marketing has to do with deals. */
export const pipelineExamples: Example[] = [
  {
    route: 'query pipeline.view',
    as: 'sam',
    input: () => ({ tenant, from: '2026-11-01', to: '2026-11-20' }),
    filled: (data) => (data as { currency: string }).currency === 'USD',
    others: forViewers,
  },
  {
    route: 'query pipeline.roi',
    as: 'sam',
    input: () => ({ tenant, spend: 1_000, leads: 10, dealRate: 0.5, winRate: 0.5, value: 1_000, margin: 1 }),
    filled: (data) => (data as { wins: number }).wins === 2.5,
    others: forViewers,
  },
]
