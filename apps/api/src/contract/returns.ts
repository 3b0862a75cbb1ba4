import { Day, Instant } from '@throughline/canonical'
import { returnsBy, textsBy } from '@throughline/core/attribution'
import { z } from 'zod'
import { AttributionWindow, ModelId, TouchChannel } from './attribution.ts'
import { DayRange, InTenant } from './shared.ts'

const count = z.number().int()
/** Minor units of the tenant's currency. */
const minor = z.number().int()

/** What something cost and is credited with. A rate of null is "no value": nothing to divide by, or money in another currency. */
const Returned = z.object({
  spend: minor,
  /** Something of it was paid for in another currency, and is in no sum. */
  otherSpend: z.boolean(),
  impressions: count,
  clicks: count,
  linkClicks: count,
  sent: count,
  net: minor,
  certain: minor,
  /** Millionths of conversions. */
  micro: z.object({ new: count, returning: count, monthly: count }),
  /** Credited net ÷ spend; (credited net − spend) ÷ spend. */
  roas: z.number().nullable(),
  roi: z.number().nullable(),
  /** Spend by credited conversion of somebody new, of somebody who gave before. */
  costPerNew: minor.nullable(),
  costPerReturning: minor.nullable(),
  /** Of credited net, the share that an id proves. */
  certainShare: z.number().nullable(),
})

/** attribution.returns (query): spend and credit side by side, by the client's own model, against the period before. */
export const ReturnsInput = InTenant.extend(DayRange.shape).extend({
  by: z.enum(returnsBy),
  batch: count.nonnegative().optional(),
})
export const Returns = z.object({
  batch: count,
  recordedAt: Instant.nullable(),
  /** False while facts are still being followed. */
  current: z.boolean(),
  currency: z.string(),
  model: ModelId,
  window: AttributionWindow,
  before: DayRange,
  rows: z.array(
    z.object({
      /** Null: credited to nowhere, or of no topic. */
      key: z.string().nullable(),
      label: z.string().nullable(),
      channel: TouchChannel.nullable(),
      body: z.string().nullable(),
      format: z.string().nullable(),
      topic: z.string().nullable(),
      now: Returned,
      before: Returned,
    }),
  ),
  total: z.object({ now: Returned, before: Returned }),
})
export type Returns = z.infer<typeof Returns>

const funnel = {
  /** Distinct people. */
  sent: count,
  delivered: count,
  clicked: count,
  donated: count,
  optedOut: count,
  /** Null: some of it was paid for in another currency. */
  spend: minor.nullable(),
  /** Spend by person sent to, in millionths of a minor unit. */
  costMicro: count.nullable(),
}

/** attribution.texts (query): what became of texts sent on a range's days, person by person. */
export const TextsInput = InTenant.extend(DayRange.shape).extend({ by: z.enum(textsBy) })
export const Texts = z.object({
  batch: count,
  recordedAt: Instant.nullable(),
  current: z.boolean(),
  currency: z.string(),
  /** A gift counts so many days after the click; null: however long. */
  withinDays: z.number().nullable(),
  total: z.object(funnel),
  rows: z.array(z.object({ ...funnel, key: z.string().nullable(), label: z.string().nullable(), day: Day.nullable() })),
})
export type Texts = z.infer<typeof Texts>

const TopicRule = z.object({ topic: z.string().max(200), words: z.array(z.string().max(200)).max(100) })
/** attribution.topics (query), attribution.changeTopics (mutation): by which words a creative is about what. */
export const Topics = z.object({ rules: z.array(TopicRule), own: z.boolean(), mayChange: z.boolean() })
export type Topics = z.infer<typeof Topics>
/** How many there are now: what was typed is not said back. */
export const ChangedTopics = z.object({ topics: count })
export const ChangeTopicsInput = InTenant.extend({ rules: z.array(TopicRule).max(100) })
