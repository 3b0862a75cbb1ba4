import { Day, Instant, Money } from '@throughline/canonical'
import { z } from 'zod'
import { Comparison, DayRange, Freshness, InTenant, MetricId, MoneyFigure, NumberFigure, PageInput } from './shared.ts'

/** overview.read (query). `batch` = as known at that batch; absent = now. */
export const OverviewInput = InTenant.extend({
  range: DayRange,
  comparison: Comparison,
  batch: z.number().int().nonnegative().optional(),
})

export const Figure = z.object({
  metric: MetricId,
  unit: z.enum(['money', 'count', 'share']),
  now: z.union([MoneyFigure, NumberFigure]),
  before: z.union([MoneyFigure, NumberFigure]).nullable(),
  /** (now − before) ÷ before, of the two figures beside it. */
  change: NumberFigure.nullable(),
  /** Which direction is wanted. */
  wanted: z.enum(['up', 'down', 'neither']),
  /** Minor units, counts or fractions by day of the range, null = no value. */
  spark: z.array(z.number().nullable()),
})
/** Minor units; null = in several currencies, a rate missing. */
const OverviewDay = z.object({ day: Day, gross: z.number().nullable(), net: z.number().nullable(), gifts: z.number() })
export const Overview = z.object({
  /** The batch these figures were read at; live notices name a later one. */
  batch: z.number().int(),
  recordedAt: Instant.nullable(),
  range: DayRange,
  compared: DayRange.nullable(),
  /** While the range is running: figures before are counted up to this hour (0–23) of this day of the compared range. */
  comparedUntil: z.object({ day: Day, hour: z.number().int() }).nullable(),
  /** Today in the tenant's zone and the fraction of it gone, for hatching. */
  today: Day,
  dayFraction: z.number(),
  currency: z.string(),
  timeZone: z.string(),
  figures: z.array(Figure),
  days: z.array(OverviewDay),
  daysBefore: z.array(OverviewDay),
  freshness: z.array(Freshness),
  /** The finding, as data: the page says it in words. */
  finding: z.object({ kind: z.enum(['up', 'down', 'flat', 'nothing_yet']), change: z.number().nullable() }),
  /** Line items kept but not counted, because their entity is not this client's. */
  foreignLines: z.number().int(),
})
export type Overview = z.infer<typeof Overview>
export type Figure = z.infer<typeof Figure>

/** overview.latest (query) → Page(Gift), newest first. */
export const LatestInput = InTenant.extend(PageInput.shape)
export const Gift = z.object({
  source: z.string(),
  key: z.string(),
  happenedAt: Instant,
  /** Masked: `A… E…`, or `Someone` without a name. */
  donor: z.string(),
  amount: Money,
  recurring: z.boolean(),
  refunded: z.boolean(),
  form: z.string().nullable(),
  refcode: z.string().nullable(),
  region: z.string().nullable(),
})
export type Gift = z.infer<typeof Gift>
