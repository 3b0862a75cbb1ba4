import type { Example } from './example.ts'
import { notForViewers, some } from './example.ts'
import type { Furnished } from './furnish.ts'

const tenant = 'harbor-table'
const days = { from: '2026-11-01', to: '2026-11-20' }

/** Sixty days of events of one source, one of them without any, and what answering came to. */
const watched = async ({ t }: Furnished): Promise<void> => {
  await t.superuser`insert into event_volume (tenant_id, day, recorded_day, hour, kind, source, cause, n)
    select tenant_id, d, d, 9, 3, 2, 0, 200 + extract(day from d)::int from tenant
    cross join generate_series('2026-09-15'::date, '2026-11-19'::date, '1 day') d
    where slug = ${tenant} and d <> '2026-11-12' on conflict do nothing`
  await t.superuser`insert into service_minute (tenant_id, minute, face, calls, failed, slow, busy_us, cpu_us, bytes)
    select tenant_id, '2026-11-18T12:00:00Z', 'app', 40, 1, 0, 800000, 300000, 90000 from tenant where slug = ${tenant}
    on conflict do nothing`
}
const asked = async (f: Furnished) => {
  await watched(f)
  return { tenant, ...days }
}

/** Quality of what came, and of the service. */
export const qualityExamples: Example[] = [
  { route: 'query quality.sources', as: 'carla', input: asked, filled: some, others: notForViewers },
  {
    route: 'query quality.freshness',
    as: 'carla',
    input: () => ({ tenant }),
    filled: (data) => Array.isArray((data as { levels: unknown }).levels),
    others: notForViewers,
  },
  {
    route: 'query quality.anomalies',
    as: 'carla',
    input: async (f) => {
      await watched(f)
      return { tenant }
    },
    filled: (data) => (data as { id: string; anomalies: unknown[] }[]).some(({ anomalies }) => anomalies.length > 0),
    others: notForViewers,
  },
  {
    route: 'query quality.reconciliation',
    as: 'carla',
    input: asked,
    filled: Array.isArray,
    others: notForViewers,
  },
  {
    route: 'query quality.service',
    as: 'carla',
    input: asked,
    filled: (data) => (data as { uptime: number | null }).uptime === 39 / 40,
    others: notForViewers,
  },
]
