import { Day, Instant } from '@throughline/canonical'
import { dimensions, metricIds } from '@throughline/core/metrics'
import { z } from 'zod'
import { AttributionWindow, ModelId } from './attribution.ts'
import { Comparison, DayRange, InTenant, MoneyFigure, NumberFigure } from './shared.ts'

export const AnyMetricId = z.enum(metricIds)
export type AnyMetricId = z.infer<typeof AnyMetricId>
export const Dimension = z.enum(dimensions)
export type Dimension = z.infer<typeof Dimension>

/** `share`, `ratio` and `points` are fractions; never percent. */
const Unit = z.enum(['money', 'count', 'share', 'ratio', 'hours', 'months', 'points'])
const Source = z.enum(['gifts', 'plans', 'ads', 'messages', 'events', 'crm', 'system'])
const Wanted = z.enum(['up', 'down', 'neither'])
const Filter = z.record(z.string().max(40), z.array(z.string().max(500).nullable()).min(1).max(500).readonly())
const Value = z.union([MoneyFigure, NumberFigure])

/** What may be asked of metrics, but for whose they are. Names are checked inside, where the answer says what would work. */
export const Question = z.object({
  metrics: z.array(z.string().max(80)).min(1).max(10).describe('Ids of metrics; the dictionary has them.'),
  range: DayRange,
  comparison: Comparison.optional(),
  by: z.string().max(40).optional().describe('A dimension: one row for each key of it.'),
  filter: Filter.optional().describe(
    'Keys by dimension: any of one dimension, all dimensions together; null is where it is not known.',
  ),
  model: z.string().max(40).optional().describe('An attribution model; the client’s own where unsaid.'),
  window: AttributionWindow.optional(),
  batch: z.number().int().nonnegative().optional().describe('As known at this batch; now where unsaid.'),
  limit: z.number().int().min(1).max(1_000).optional(),
  sort: z.object({ metric: z.string().max(80), direction: z.enum(['up', 'down']) }).optional(),
})

/** metrics.query (query). */
export const QuestionInput = InTenant.extend(Question.shape)

const Amount = z.object({ unit: z.enum(['money', 'count', 'hours', 'share']), value: z.number() })
const Interval = z.object({ low: z.number(), high: z.number(), level: z.number() })
export const Reading = z.object({
  metric: AnyMetricId,
  value: Value,
  /** What was divided, and by what: money in minor units. Null where nothing is. */
  numerator: Amount.nullable(),
  denominator: Amount.nullable(),
  /** In the value’s own unit. */
  interval: Interval.nullable(),
  /** Few units stand behind it. */
  thin: z.boolean(),
  units: z.number().nullable(),
  before: Value.nullable(),
  change: NumberFigure.nullable(),
  /** More of it by name: quartiles, a test's arms. */
  parts: z.record(z.string(), z.number()).nullable(),
})
export type Reading = z.infer<typeof Reading>

const SourceStanding = z.object({
  connectionId: z.string().nullable(),
  name: z.string(),
  of: Source,
  state: z.enum(['fresh', 'late', 'broken', 'paused', 'never']),
  lastReadAt: Instant.nullable(),
  say: z.string().nullable(),
  completeness: z.number().nullable(),
})

/** A metric that was asked for, and how far what it says can be relied on. */
export const AskedMetric = z.object({
  id: AnyMetricId,
  unit: Unit,
  wanted: Wanted,
  numerator: z.string().nullable(),
  denominator: z.string().nullable(),
  model: ModelId.nullable(),
  completeness: z.number().nullable(),
  incomplete: z.boolean(),
  stale: z.boolean(),
  comparedTo: z.enum(['hour', 'day']),
  sources: z.array(SourceStanding),
})

export const Answer = z.object({
  batch: z.number().int(),
  recordedAt: Instant.nullable(),
  range: DayRange,
  compared: DayRange.nullable(),
  comparedUntil: z.object({ day: Day, hour: z.number().int() }).nullable(),
  today: Day,
  currency: z.string(),
  timeZone: z.string(),
  by: Dimension.nullable(),
  /** What it was filtered by. */
  filtered: z.array(Dimension).readonly(),
  attribution: z
    .object({
      model: ModelId,
      window: AttributionWindow,
      modelNo: z.number().int(),
      own: z.boolean(),
      /** False while gifts are still being followed back. */
      current: z.boolean(),
    })
    .nullable(),
  metrics: z.array(AskedMetric),
  /** One of each metric, in their order. */
  total: z.array(Reading),
  rows: z.array(z.object({ key: z.string().nullable(), label: z.string().nullable(), readings: z.array(Reading) })),
  /** Rows that are there and not shown. */
  more: z.number().int(),
})
export type Answer = z.infer<typeof Answer>

const ExampleTerm = z.object({
  label: z.string(),
  sign: z.literal([1, -1]),
  unit: z.enum(['money', 'count']),
  value: z.number(),
})
/** One metric in words. `healthy` is in the metric's unit: money in minor units, shares as fractions. */
export const DictionaryEntry = z.object({
  id: AnyMetricId,
  title: z.object({ fundraising: z.string(), commerce: z.string() }),
  definition: z.string(),
  formula: z.string(),
  unit: Unit,
  wanted: Wanted,
  grain: z.string(),
  dimensions: z.array(Dimension).readonly(),
  sources: z.array(Source).readonly(),
  owner: z.enum(['executive', 'performance', 'lifecycle', 'rewards', 'data_science', 'compliance', 'engineering']),
  healthy: z.object({ from: z.number().nullable(), to: z.number().nullable() }).nullable(),
  refresh: z.enum(['real_time', 'hourly', 'daily', 'weekly']),
  /** It follows an attribution model. */
  model: z.boolean(),
  estimate: z.enum(['wilson', 'own']).nullable(),
  thinBelow: z.number().nullable(),
  numerator: z.string().nullable(),
  denominator: z.string().nullable(),
  answered: z.enum(['measures', 'reader', 'no_model_yet', 'not_read_yet']),
  /** Its formula with numbers put in: Σ sign·value, divided where there is a denominator. Money in minor units. */
  example: z
    .object({
      numerator: z.array(ExampleTerm).readonly(),
      denominator: z.array(ExampleTerm).readonly(),
      value: z.number(),
    })
    .nullable(),
})
/** metrics.dictionary (query). */
export const Dictionary = z.object({
  metrics: z.array(DictionaryEntry),
  dimensions: z.array(z.object({ id: Dimension, title: z.string(), keys: z.string() })),
  models: z.array(ModelId),
})
export type Dictionary = z.infer<typeof Dictionary>
