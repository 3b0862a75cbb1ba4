import { z } from 'zod'
import { Count, Dollars, Id, lenient, Text, Time } from './fields.ts'

/** Added by us to what Switchboard sends: whose it is. */
const ours = { organization_id: Text }

/** A broadcast: every field but its id may be missing. */
export const Broadcast = z.looseObject({
  ...ours,
  id: Id,
  title: Text,
  description: Text,
  status: Text,
  message_text: Text,
  phone_list_id: lenient(Id),
  phone_list_name: Text,
  total_messages: Count,
  previously_opted_out: Count,
  skipped: Count,
  failed_to_deliver: Count,
  delivered: Count,
  opt_outs: Count,
  replies: Count,
  clicks: Count,
  donations: Count,
  amount_raised: Dollars,
  cost_estimate: Dollars,
  created_at: Time,
  modified_at: Time,
  scheduled_time: Time,
  start_time: Time,
  started_at: Time,
  /** Ours: asked for by its id, and there is none any more. */
  deleted_at_source: z.literal(true).optional(),
})
export type Broadcast = z.infer<typeof Broadcast>

const unsure = Time.catch(undefined)

/** What planning needs of a broadcast, read even where its row is set aside: its messages are not lost with it. */
export const BroadcastOutline = Broadcast.omit({ amount_raised: true, cost_estimate: true }).extend({
  created_at: unsure,
  modified_at: unsure,
  scheduled_time: unsure,
  start_time: unsure,
  started_at: unsure,
})
export type BroadcastOutline = z.infer<typeof BroadcastOutline>

/** The text of a broadcast, where the list leaves it out. */
export const BroadcastText = z.looseObject({ id: Id, message_text: Text, created_at: Time, scheduled_time: Time })
export type BroadcastText = z.infer<typeof BroadcastText>

const recipient = {
  /** Ours: the broadcast that it is of. */
  broadcast_id: lenient(Id),
  to_number: Text,
  phone_number: Text,
}

/** One message of a broadcast to one person. */
export const PhoneMessage = z.looseObject({
  ...recipient,
  /** Ours: when its broadcast was sent, for what has no time of its own and for the day of the source's count. */
  broadcast_at: Time,
  /** Ours: not in the broadcast's count, or not yet. */
  uncounted: z.literal(true).optional(),
  id: Id,
  status: Text,
  sent_at: Time,
  delivered_at: Time,
  failed_at: Time,
  clicks: Count,
  replied_at: Time,
  last_click_at: Time,
  opted_out_at: Time,
  click_url: Text,
  error_code: Text,
  /** The token on this message's ActBlue links, should it ever be told. */
  refcodeSB: Text,
  refcode_sb: Text,
  metadata: lenient(z.looseObject({ refcodeSB: Text, refcode_sb: Text })),
})
export type PhoneMessage = z.infer<typeof PhoneMessage>

/** One click, as far as it is dated: kept when a later one takes its place in the message. */
export const Click = z.looseObject({
  ...recipient,
  refcodeSB: Text,
  id: Id,
  last_click_at: Time.pipe(z.object({ instant: z.string(), zoneless: z.boolean() })),
  sent_at: Time,
  delivered_at: Time,
  clicks: Count,
  click_url: Text,
})
export type Click = z.infer<typeof Click>

/** One opting out: kept when a later answer no longer tells of it. */
export const OptOut = z.looseObject({
  ...recipient,
  /** The message's, or for the inbox what `optOutsOf` makes. */
  id: Id,
  opted_out_at: Time.pipe(z.object({ instant: z.string(), zoneless: z.boolean() })),
  /** Where it was seen. */
  via: z.enum(['message', 'reply', 'inbox']),
})
export type OptOut = z.infer<typeof OptOut>

/** A message that came in, from the inbox's export or a webhook. */
export const InboxRow = z.looseObject({
  id: Id,
  phone_number: Text,
  text: Text,
  received_at: Time,
  broadcast_id: lenient(Id),
  direction: Text,
})
export type InboxRow = z.infer<typeof InboxRow>

export const PhoneList = z.looseObject({
  id: Id,
  name: Text,
  title: Text,
  status: Text,
  phone_count: Count,
  size: Count,
  count: Count,
  total: Count,
  created_at: Time,
  modified_at: Time,
  updated_at: Time,
})
export type PhoneList = z.infer<typeof PhoneList>

/** A person as Switchboard has them, read only where the client allows it. */
export const Phone = z.looseObject({
  id: Id,
  phone_number: Text,
  email_address: Text,
  first_name: Text,
  last_name: Text,
  zip_code: Text,
  state_abbr: Text,
  custom_source: Text,
  created_at: Time,
  modified_at: Time,
  updated_at: Time,
})
export type Phone = z.infer<typeof Phone>

/** Who the key belongs to. */
export const Organization = z.looseObject({ id: Id, name: Text, created_at: Time, seen_at: Time })
export type Organization = z.infer<typeof Organization>
