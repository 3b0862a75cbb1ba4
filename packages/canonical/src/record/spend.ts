import { z } from 'zod'
import { Money } from '../money.ts'
import { shared } from './shared.ts'

const count = z.number().int().nonnegative()

/**
 * One day of delivery of one ad (or of a whole broadcast), on the source's own calendar: `sourceDay` is always given. Restated by
 * the source for weeks; a day that lost its delivery is a row of zeros, never nothing.
 */
export const Spend = z.object({
  kind: z.literal('spend'),
  ...shared,
  amount: Money,
  account: z.string().optional(),
  campaign: z.string().optional(),
  adSet: z.string().optional(),
  ad: z.string().optional(),
  creative: z.string().optional(),
  /** Where the row is a part of the day's whole: `{ publisher_platform: 'instagram' }`. Rows with breakdowns add to no sum. */
  breakdown: z.record(z.string(), z.string()).optional(),
  impressions: count.optional(),
  clicks: count.optional(),
  linkClicks: count.optional(),
  outboundClicks: count.optional(),
  landingPageViews: count.optional(),
  /** People reached, of this row alone: does not add up over days or ads. */
  reach: count.optional(),
  videoPlays: count.optional(),
  videoCompletions: count.optional(),
  /** What the platform claims for itself, by type and attribution window; never added to conversions. */
  reported: z
    .array(z.object({ type: z.string(), window: z.string(), count: z.number().optional(), value: Money.optional() }))
    .optional(),
  /** The source still changes it. */
  provisional: z.boolean().optional(),
})
export type Spend = z.infer<typeof Spend>
