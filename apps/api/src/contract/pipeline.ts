import { Instant } from '@throughline/canonical'
import { z } from 'zod'
import { ModelId, TouchChannel } from './attribution.ts'
import { DayRange, InTenant } from './shared.ts'

const count = z.number().int()
/** Minor units of the tenant's currency. */
const minor = z.number().int()
const days = z.number().nullable()

const DealSum = { deals: count, value: minor, wonDeals: count, won: minor }
/** How long something takes, in days, by Kaplan and Meier; null = not seen yet. */
const TimeTo = z.object({ n: count, censored: count, lower: days, median: days, upper: days })
export type TimeTo = z.infer<typeof TimeTo>
const Velocity = z.object({
  ...DealSum,
  mean: z.number().nullable(),
  winRate: z.number().nullable(),
  winRateLow: z.number().nullable(),
  winRateHigh: z.number().nullable(),
  cycle: TimeTo,
  /** Minor units a day. */
  perDay: z.number().nullable(),
})
const Stage = z.object({
  key: z.string(),
  name: z.string(),
  state: z.enum(['open', 'won', 'lost']),
  entered: count,
  value: minor,
  here: count,
  moved: count,
  gone: count,
  dwell: TimeTo.nullable(),
  untold: count,
  credit: z.object({
    stage: z.string(),
    value: minor,
    unattributed: minor,
    channels: z.partialRecord(TouchChannel, minor),
  }),
})

/** pipeline.view (query): deals made in a range. `pipeline` absent = the one of most deals. */
export const PipelineInput = InTenant.extend(DayRange.shape).extend({ pipeline: z.string().max(300).optional() })
export const PipelineView = z.object({
  batch: count,
  recordedAt: Instant.nullable(),
  currency: z.string(),
  model: ModelId,
  pipelines: z.array(z.object({ key: z.string(), name: z.string(), source: z.string() })),
  pipeline: z.string().nullable(),
  stages: z.array(Stage),
  pairs: z.array(
    z.object({
      from: z.string(),
      to: z.string(),
      n: count,
      reached: count,
      undecided: count,
      rate: z.number().nullable(),
    }),
  ),
  /** These overlap, and are never added up. */
  touched: z.object({
    all: z.object(DealSum),
    sourced: z.object(DealSum),
    influenced: z.object(DealSum),
    accelerated: z.object({
      ...DealSum,
      touched: TimeTo,
      others: TimeTo,
      why: z.enum(['few_others', 'few_won']).nullable(),
    }),
  }),
  velocity: Velocity,
  sources: z.array(Velocity.extend({ leadSource: z.string().nullable() })),
  roi: z.object({
    spend: minor,
    pipeline: minor,
    won: minor,
    expected: minor,
    unweighed: count,
    roiPipeline: z.number().nullable(),
    roiWon: z.number().nullable(),
    roiExpected: z.number().nullable(),
    costPerDeal: minor.nullable(),
    costPerWin: minor.nullable(),
  }),
  otherCurrency: count,
  cut: z.boolean(),
})
export type PipelineView = z.infer<typeof PipelineView>

/** pipeline.roi (query): what a campaign brings if it goes as its inputs say. Shares 0–1, money in minor units. */
export const RoiInput = InTenant.extend({
  spend: z.number(),
  leads: z.number(),
  dealRate: z.number(),
  winRate: z.number(),
  value: z.number(),
  margin: z.number(),
  winRateLow: z.number().optional(),
  winRateHigh: z.number().optional(),
})
export const RoiOutput = z.object({
  deals: z.number(),
  wins: z.number(),
  revenue: z.number(),
  profit: z.number(),
  roi: z.number().nullable(),
  roiLow: z.number().nullable(),
  roiHigh: z.number().nullable(),
  costPerLead: z.number().nullable(),
  costPerWin: z.number().nullable(),
  breakEven: z.number().nullable(),
})
export type RoiOutput = z.infer<typeof RoiOutput>
