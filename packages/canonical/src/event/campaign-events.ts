import { z } from 'zod'
import { Amount, Id, maybe, Score, Text, When, Whole } from './fields.ts'

/** How a campaign reaches somebody. */
export const deliveryChannels = ['push', 'email', 'sms', 'in_app', 'web', 'ads', 'mail', 'call', 'social'] as const
const DeliveryChannel = z.enum(deliveryChannels)

/** A campaign was sent to somebody, or withheld from them as a holdout. */
export const CampaignDelivered = z.looseObject({
  campaign_id: Id,
  campaign_type: maybe(Text),
  creative_id: maybe(Id),
  segment_id: maybe(Id),
  delivery_channel: maybe(DeliveryChannel),
  scheduled_time: maybe(When),
  is_holdout: maybe(z.boolean()),
  allocation_method: maybe(z.enum(['ai_optimized', 'random', 'manual'])),
})

/** Somebody saw a campaign. */
export const CampaignViewed = z.looseObject({
  campaign_id: Id,
  creative_id: maybe(Id),
  delivery_channel: maybe(DeliveryChannel),
  view_duration_seconds: maybe(z.number().min(0)),
  view_type: maybe(z.enum(['received', 'opened', 'clicked_cta'])),
  viewed_at: maybe(When),
  impression_position: maybe(Whole),
})

/** Somebody followed a campaign's link. */
export const CampaignClicked = z.looseObject({
  campaign_id: Id,
  creative_id: maybe(Id),
  delivery_channel: maybe(DeliveryChannel),
  click_type: maybe(z.enum(['cta', 'headline', 'image', 'deep_link'])),
  destination_url: maybe(Text),
  time_to_click_seconds: maybe(z.number().min(0)),
})

/** Somebody bought or gave after a campaign, as the sender of the event sees it. Credit is never taken from here. */
export const CampaignConverted = z.looseObject({
  campaign_id: Id,
  creative_id: maybe(Id),
  delivery_channel: maybe(DeliveryChannel),
  conversion_delay_seconds: maybe(z.number().min(0)),
  order_id: maybe(Id),
  order_value: maybe(Amount),
  currency: maybe(z.string()),
  attribution_model: maybe(z.enum(['last_touch', 'first_touch', 'linear', 'time_decay'])),
  is_incremental: maybe(z.boolean()),
  incrementality_score: maybe(Score),
})

/** A campaign will not be seen any more. */
export const CampaignAbandoned = z.looseObject({
  campaign_id: Id,
  delivery_channel: maybe(DeliveryChannel),
  reason: z.enum(['expired', 'unsubscribed', 'opt_out', 'deletion_requested']),
  days_to_abandon: maybe(Whole),
})
