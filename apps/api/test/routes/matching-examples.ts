import type { Example } from './example.ts'
import { notForViewers, rows } from './example.ts'
import type { Furnished } from './furnish.ts'

const tenant = 'harbor-table'
const days = { from: '2026-11-01', to: '2026-11-30' }
let count = 0

/** A code that a gift brought, as following gifts back leaves it. */
const seen = async (f: Furnished): Promise<string> => {
  const code = `em_seen_${(count += 1)}`
  await f.t
    .superuser`insert into code_seen (tenant_id, code, sent, first_seen, last_seen, gifts, net, other_currency, state, finding, judged)
    select tenant_id, ${code}, ${code}, '2026-11-10', '2026-11-10', 1, 2500, 0, 'new', '{}', 0 from tenant where slug = ${tenant}`
  return code
}
const rule = { name: 'Ours', keywords: ['em_*'], channel: 'email', campaign: null, partner: null }

/** Codes, whose they are, and the rules. */
export const matchingExamples: Example[] = [
  {
    route: 'query matching.codes',
    as: 'carla',
    input: async (f) => {
      await seen(f)
      return { tenant, states: ['new'] }
    },
    filled: rows,
    others: notForViewers,
  },
  {
    route: 'mutation matching.decide',
    as: 'olive',
    input: async (f) => ({ tenant, code: await seen(f), decision: { says: 'ignore' } }),
    others: notForViewers,
  },
  {
    route: 'query matching.choices',
    as: 'carla',
    input: () => ({ tenant, search: '' }),
    filled: Array.isArray,
    others: notForViewers,
  },
  {
    route: 'query matching.rules',
    as: 'carla',
    input: () => ({ tenant }),
    filled: (data) => (data as { rules: unknown[] }).rules.length > 0,
    others: notForViewers,
  },
  {
    route: 'mutation matching.saveRules',
    as: 'olive',
    input: () => ({ tenant, rules: [rule] }),
    others: notForViewers,
  },
  {
    route: 'query matching.quality',
    as: 'carla',
    input: () => ({ tenant, ...days }),
    filled: (data) => 'tiers' in (data as object),
    others: notForViewers,
  },
  {
    route: 'query matching.reports',
    as: 'carla',
    input: async (f) => {
      const sums =
        '{"deterministic":{"gifts":1,"net":1},"probable":{"gifts":0,"net":0},"modelled":{"gifts":0,"net":0},"none":{"gifts":0,"net":0}}'
      await f.t
        .superuser`insert into match_report (tenant_id, report_no, made_at, batch, from_day, to_day, before, after, days, found)
        select tenant_id, ${(count += 1)}, '2026-11-10', 1, '2026-11-01', '2026-11-10', ${sums}::text::jsonb, ${sums}::text::jsonb, '{}', '{"drop":null}'
        from tenant where slug = ${tenant}`
      return { tenant }
    },
    filled: (data) => (data as unknown[]).length > 0,
    others: notForViewers,
  },
]
