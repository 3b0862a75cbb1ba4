import { z } from 'zod'
import { TimeZone, Instant } from '../instant.ts'
import { Currency, Money } from '../money.ts'
import { Attributes, Channel, shared } from './shared.ts'

/** An account at an ad platform or a sender: what its money and its days are counted in. */
export const AdAccount = z.object({
  kind: z.literal('ad_account'),
  ...shared,
  name: z.string(),
  currency: Currency.optional(),
  zone: TimeZone.optional(),
  /** The source's own word. */
  status: z.string().optional(),
})
export type AdAccount = z.infer<typeof AdAccount>

/** Whether something is being delivered, in one vocabulary; the source’s own word goes into `sourceStatus`. */
export const DeliveryStatus = z.enum([
  'draft',
  'scheduled',
  'active',
  'paused',
  'ended',
  'failed',
  'archived',
  'deleted',
])
export type DeliveryStatus = z.infer<typeof DeliveryStatus>

const delivered = {
  name: z.string().optional(),
  status: DeliveryStatus.optional(),
  sourceStatus: z.string().optional(),
  createdAt: Instant.optional(),
  startsAt: Instant.optional(),
  endsAt: Instant.optional(),
  dailyBudget: Money.optional(),
  lifetimeBudget: Money.optional(),
  attributes: Attributes.optional(),
}

/** A campaign of an ad platform, a text broadcast, or a campaign of a CRM. */
export const Campaign = z.object({
  kind: z.literal('campaign'),
  ...shared,
  ...delivered,
  channel: Channel,
  /** Key of its ad account, of the campaign above it, of what it shows (a broadcast's text). */
  account: z.string().optional(),
  parent: z.string().optional(),
  creative: z.string().optional(),
  /** Key of the audience list that it went to. */
  list: z.string().optional(),
  objective: z.string().optional(),
  /** What the source itself estimates or was paid, where it gives one figure for the whole. */
  cost: z.object({ amount: Money, kind: z.enum(['estimated', 'budgeted', 'actual']) }).optional(),
  /** The source's own counts, for comparison only: `{ delivered: 1200 }`. */
  counts: z.record(z.string(), z.number()).optional(),
})
export type Campaign = z.infer<typeof Campaign>

export const AdSet = z.object({
  kind: z.literal('ad_set'),
  ...shared,
  ...delivered,
  campaign: z.string(),
  account: z.string().optional(),
})
export type AdSet = z.infer<typeof AdSet>

/** Where a link leads and which codes it carries. */
export const TrackedLink = z.object({
  url: z.string(),
  /** Tracking codes by the parameter's name: `{ refcode: 'fb_a' }`. */
  refcodes: z.record(z.string(), z.string()).optional(),
  /** UTM parameters by name without `utm_`. */
  utm: z.record(z.string(), z.string()).optional(),
  /** Where in the source it stood: `object_story_spec.link_data.link`. */
  place: z.string().optional(),
})
export type TrackedLink = z.infer<typeof TrackedLink>

export const Ad = z.object({
  kind: z.literal('ad'),
  ...shared,
  ...delivered,
  campaign: z.string(),
  adSet: z.string().optional(),
  creative: z.string().optional(),
  account: z.string().optional(),
  /** Where this ad leads, its own values in the places that its creative leaves open. */
  links: z.array(TrackedLink).optional(),
})
export type Ad = z.infer<typeof Ad>

/** What people see: an ad's texts and pictures, a broadcast's template. Never a message to one person. */
export const Creative = z.object({
  kind: z.literal('creative'),
  ...shared,
  name: z.string().optional(),
  /** `image`, `video`, `carousel`, `text`, …: the source's word in lower case. */
  format: z.string().optional(),
  title: z.string().optional(),
  body: z.string().optional(),
  callToAction: z.string().optional(),
  mediaUrl: z.string().optional(),
  links: z.array(TrackedLink),
  attributes: Attributes.optional(),
})
export type Creative = z.infer<typeof Creative>
