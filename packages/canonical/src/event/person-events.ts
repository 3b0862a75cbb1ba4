import { z } from 'zod'
import { Amount, Id, maybe, Score, Text, When, Whole } from './fields.ts'

/** Somebody came into a segment, or changed from one to another. */
export const UserSegmented = z.looseObject({
  segment_id: Id,
  segment_type: maybe(Text),
  segment_score: maybe(Score),
  previous_segment: maybe(Id),
  segment_change_reason: maybe(Text),
})

/** Somebody bought or gave. */
export const UserPurchased = z.looseObject({
  order_id: Id,
  order_value: Amount,
  currency: maybe(z.string()),
  order_category: maybe(Text),
  order_timestamp: maybe(When),
  payment_method: maybe(Text),
  promo_code_used: maybe(z.boolean()),
  promotional_discount: maybe(Amount),
  is_repeat_purchase: maybe(z.boolean()),
  days_since_last_purchase: maybe(Whole),
})

/** Somebody used an app or a site. */
export const UserEngaged = z.looseObject({
  engagement_type: z.enum([
    'app_open',
    'view_rewards',
    'view_catalog',
    'search',
    'save_item',
    'page_view',
    'form_open',
    'form_start',
    'video_play',
    'download',
    'share',
  ]),
  session_id: maybe(Text),
  session_duration_seconds: maybe(z.number().min(0)),
  screen_name: maybe(Text),
  search_query: maybe(Text),
})

/** Somebody wants less, or nothing, from us. */
export const UserUnsubscribed = z.looseObject({
  unsubscribe_type: z.enum(['all_campaigns', 'push_only', 'email_only', 'sms_only', 'frequency_cap']),
  unsubscribe_reason: maybe(Text),
  previous_email_frequency: maybe(z.number().min(0)),
})
