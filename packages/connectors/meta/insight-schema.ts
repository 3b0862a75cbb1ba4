import { Currency, Day, TimeZone } from '@throughline/canonical'
import { z } from 'zod'
import { Id } from './object-schema.ts'

/** Every figure is text; some people's tools turn them into numbers on the way. */
const Figure = z
  .union([z.string().regex(/^-?\d+(\.\d*)?$/, 'a decimal number'), z.number()])
  .transform(String)
  .optional()

/** `value` is of the account's own window, the others of the windows that were asked for and were not zero. */
const Action = z.looseObject({ action_type: z.string(), value: Figure }).catchall(z.unknown())
const Actions = z.array(Action).optional()
export type Actions = z.infer<typeof Actions>

/** One ad's day in its account's zone, or a part of it. A missing figure is zero or was not computed. */
export const InsightRow = z
  .looseObject({
    account_id: Id,
    campaign_id: Id.optional(),
    adset_id: Id.optional(),
    ad_id: Id,
    date_start: Day,
    date_stop: Day,
    spend: Figure,
    impressions: Figure,
    reach: Figure,
    clicks: Figure,
    inline_link_clicks: Figure,
    outbound_clicks: Actions,
    actions: Actions,
    action_values: Actions,
    video_play_actions: Actions,
    video_p100_watched_actions: Actions,
    account_currency: Currency,
    /** Added as it is read. */
    account_zone: TimeZone,
    /** Added as it is read: the day is so young that its figures still move. */
    provisional: z.boolean(),
  })
  .refine((row) => row.date_start === row.date_stop, { message: 'one day', path: ['date_stop'] })
export type InsightRow = z.infer<typeof InsightRow>

/** What the figures call an object: all that is left of one that was deleted before it was ever listed. */
export const NameRow = z.looseObject({
  account_id: Id,
  level: z.enum(['campaign', 'adset', 'ad']),
  id: Id,
  name: z.string(),
  campaign_id: Id.optional(),
  adset_id: Id.optional(),
})
export type NameRow = z.infer<typeof NameRow>
