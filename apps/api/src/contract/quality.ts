import { Day, Instant } from '@throughline/canonical'
import { z } from 'zod'
import { DayRange, InTenant } from './shared.ts'

const count = z.number()

/** One of the seven measures: a share (0–1), or minutes of freshness; null where nothing is known, with why. */
const QualityMeasure = z.object({
  id: z.enum(['ingestion', 'validation', 'duplicates', 'late', 'freshness', 'completeness', 'schema']),
  value: z.number().nullable(),
  unknown: z.enum(['nothing_came', 'nothing_to_compare', 'not_counted', 'never_read']).nullable(),
  part: count.nullable(),
  whole: count.nullable(),
  /** Of what is received: who says how much there should be. */
  basis: z.enum(['source', 'own']).nullable(),
  state: z.enum(['good', 'poor', 'unknown']),
})

/** quality.sources (query), connections first. */
export const QualityRangeInput = InTenant.extend(DayRange.shape)
export const QualitySource = z.object({
  source: z.string(),
  name: z.string(),
  connectionId: z.uuid().nullable(),
  resting: z.boolean(),
  measures: z.array(QualityMeasure),
})

const EventClass = z.enum(['campaign', 'behaviour', 'marketer', 'system', 'metrics'])

/** quality.freshness (query): how soon what happens is here, by class and source, beside what is promised. Seconds. */
export const QualityFreshness = z.object({
  levels: z.array(
    z.object({
      class: EventClass,
      source: z.string(),
      level: z.object({ target: count, acceptable: count, grace: count }),
      n: count,
      overTarget: count,
      overAcceptable: count,
      overGrace: count,
      p95: z.number().nullable(),
      p99: z.number().nullable(),
      burns: z.array(z.object({ window: z.enum(['1h', '6h', '3d']), n: count, rate: z.number().nullable() })),
      budgetLeft: z.number().nullable(),
      state: z.enum(['kept', 'missed', 'burning', 'unknown']),
    }),
  ),
  silent: z.array(EventClass),
  metricsBehind: z.number(),
})

/** quality.anomalies (query): every daily series with what was expected of each day. */
export const QualitySeries = z.object({
  id: z.string(),
  kind: z.enum(['count', 'amount']),
  currency: z.string().nullable(),
  tooYoung: z.boolean(),
  days: z.array(
    z.object({
      day: Day,
      value: z.number().nullable(),
      expected: z.number().nullable(),
      low: z.number().nullable(),
      high: z.number().nullable(),
    }),
  ),
  anomalies: z.array(
    z.object({
      day: Day,
      kind: z.enum(['spike', 'drop', 'zero', 'missing', 'duplicate', 'break']),
      value: z.number().nullable(),
      expected: z.number(),
      low: z.number(),
      high: z.number(),
      chance: z.number(),
    }),
  ),
})

/** quality.reconciliation (query), the latest day first. */
export const QualityDay = z.object({
  day: Day,
  source: z.string(),
  what: z.enum(['conversions', 'spend', 'clicks', 'deals']),
  currency: z.string().nullable(),
  theirs: z.number(),
  ours: z.number(),
  share: z.number().nullable(),
  agrees: z.boolean(),
  causes: z.array(
    z.object({
      cause: z.enum(['currency', 'refund', 'window', 'counted_twice', 'time_zone', 'late', 'unmatched']),
      part: z.number(),
    }),
  ),
})

const ServiceSums = z.object({
  calls: count,
  failed: count,
  slow: count,
  busyUs: count,
  cpuUs: count,
  bytes: count,
})

/** quality.service (query): what answering this client came to. */
export const QualityService = z.object({
  total: ServiceSums,
  uptime: z.number().nullable(),
  cpuMsPerCall: z.number().nullable(),
  bytesPerCall: z.number().nullable(),
  days: z.array(ServiceSums.extend({ day: Day })),
  failures: z.array(z.object({ minute: Instant, failed: count, calls: count })),
})
