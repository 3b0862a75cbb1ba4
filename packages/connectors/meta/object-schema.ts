import { Currency, TimeZone } from '@throughline/canonical'
import { z } from 'zod'
import { readTime } from './times.ts'

/** Ids are beyond 2^53: text, always. */
export const Id = z.union([z.string().min(1), z.number().int()]).transform(String)

const Time = z.string().refine((text) => {
  try {
    return Boolean(readTime(text))
  } catch {
    return false
  }
}, 'a time with an offset, for example 2026-09-12T15:02:47-0700')

const MinorUnits = z.union([z.string().regex(/^\d+$/, 'whole minor units'), z.number().int()]).transform(String)

/** What is added to every object as it is read: the account's currency, and whether the account's list still has it. */
const added = { account_currency: Currency, listed: z.boolean() }

export const AccountRow = z.looseObject({
  account_id: z.string().regex(/^\d+$/, 'an ad account’s number'),
  name: z.string(),
  currency: Currency,
  timezone_name: TimeZone,
  account_status: z.number().optional(),
  created_time: Time.optional(),
})
export type AccountRow = z.infer<typeof AccountRow>

const object = {
  ...added,
  id: Id,
  account_id: Id,
  name: z.string().optional(),
  status: z.string().optional(),
  effective_status: z.string(),
  created_time: Time.optional(),
  updated_time: Time.optional(),
  start_time: Time.optional(),
  daily_budget: MinorUnits.optional(),
  lifetime_budget: MinorUnits.optional(),
}

export const CampaignRow = z.looseObject({
  ...object,
  objective: z.string().optional(),
  buying_type: z.string().optional(),
  special_ad_categories: z.array(z.string()).optional(),
  stop_time: Time.optional(),
})
export type CampaignRow = z.infer<typeof CampaignRow>

export const AdSetRow = z.looseObject({
  ...object,
  campaign_id: Id.optional(),
  optimization_goal: z.string().optional(),
  billing_event: z.string().optional(),
  bid_strategy: z.string().optional(),
  end_time: Time.optional(),
})
export type AdSetRow = z.infer<typeof AdSetRow>

const Link = z.string().nullish().catch(undefined)
const CallToAction = z
  .looseObject({ type: z.string().optional(), value: z.looseObject({ link: Link }).optional() })
  .optional()
  .catch(undefined)
const StoryPart = z
  .looseObject({
    link: Link,
    name: z.string().optional(),
    title: z.string().optional(),
    message: z.string().optional(),
    call_to_action: CallToAction,
    child_attachments: z
      .array(z.looseObject({ link: Link, call_to_action: CallToAction }))
      .optional()
      .catch(undefined),
  })
  .optional()
  .catch(undefined)
const Text = z.looseObject({ text: z.string().optional() })

/** Where a creative's links hide. These parts change shape between versions: what cannot be read is left out, the row is kept. */
export const LinkPlaces = z.looseObject({
  id: Id,
  url_tags: z.string().nullish(),
  object_story_spec: z
    .looseObject({ link_data: StoryPart, video_data: StoryPart, template_data: StoryPart })
    .optional()
    .catch(undefined),
  asset_feed_spec: z
    .looseObject({
      link_urls: z
        .array(z.looseObject({ website_url: Link, url_tags: z.string().nullish() }))
        .optional()
        .catch(undefined),
      bodies: z.array(Text).optional().catch(undefined),
      titles: z.array(Text).optional().catch(undefined),
      call_to_action_types: z.array(z.string()).optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
  link_url: Link,
  object_url: Link,
  template_url: Link,
  template_url_spec: z
    .looseObject({ web: z.looseObject({ url: Link }).optional() })
    .optional()
    .catch(undefined),
  effective_object_story_id: z.string().optional(),
})
export type LinkPlaces = z.infer<typeof LinkPlaces>

export const CreativeRow = LinkPlaces.extend({
  ...added,
  account_id: Id,
  name: z.string().optional(),
  status: z.string().optional(),
  effective_status: z.string().optional(),
  object_type: z.string().optional(),
  title: z.string().optional(),
  body: z.string().optional(),
  call_to_action_type: z.string().optional(),
  thumbnail_url: z.string().optional(),
})
export type CreativeRow = z.infer<typeof CreativeRow>

const Named = z.looseObject({ id: Id, name: z.string().optional() })

export const AdRow = z.looseObject({
  ...object,
  campaign_id: Id.optional(),
  adset_id: Id.optional(),
  campaign: Named.optional(),
  adset: Named.optional(),
  creative: LinkPlaces.optional(),
  conversion_domain: z.string().optional(),
})
export type AdRow = z.infer<typeof AdRow>
