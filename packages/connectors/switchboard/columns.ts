/** What a heading of an export can stand for. */
export const messageFields = [
  'id',
  'to_number',
  'phone_number',
  'status',
  'sent_at',
  'delivered_at',
  'failed_at',
  'clicks',
  'last_click_at',
  'click_url',
  'replied_at',
  'reply_text',
  'opted_out_at',
  'opted_out',
  'text',
  'received_at',
  'broadcast_id',
] as const
export type MessageField = (typeof messageFields)[number]

/** Headings as they may be written, in small letters with `_` for all else. Nobody outside Switchboard has published the real ones. */
const spoken: Record<string, MessageField> = {
  message_id: 'id',
  phone_message_id: 'id',
  to: 'to_number',
  to_phone: 'to_number',
  to_phone_number: 'to_number',
  recipient: 'to_number',
  recipient_phone: 'to_number',
  recipient_phone_number: 'to_number',
  message_status: 'status',
  delivery_status: 'status',
  sent: 'sent_at',
  sent_time: 'sent_at',
  delivered: 'delivered_at',
  delivered_time: 'delivered_at',
  failed: 'failed_at',
  failed_time: 'failed_at',
  click_count: 'clicks',
  total_clicks: 'clicks',
  last_clicked_at: 'last_click_at',
  last_click: 'last_click_at',
  clicked_url: 'click_url',
  link: 'click_url',
  reply_at: 'replied_at',
  replied: 'replied_at',
  reply: 'reply_text',
  opt_out_at: 'opted_out_at',
  opted_out_time: 'opted_out_at',
  opt_out_date: 'opted_out_at',
  opt_out: 'opted_out',
  is_opted_out: 'opted_out',
}

/** Headings of the inbox's export, where they mean something else than in a broadcast's. */
const inboxSpoken: Record<string, MessageField> = {
  phone: 'phone_number',
  from: 'phone_number',
  from_number: 'phone_number',
  from_phone_number: 'phone_number',
  contact_phone: 'phone_number',
  contact_phone_number: 'phone_number',
  cell: 'phone_number',
  cell_phone: 'phone_number',
  mobile: 'phone_number',
  message: 'text',
  message_text: 'text',
  body: 'text',
  content: 'text',
  reply: 'text',
  reply_text: 'text',
  last_message: 'text',
  time: 'received_at',
  date: 'received_at',
  timestamp: 'received_at',
  sent_at: 'received_at',
  created_at: 'received_at',
  received: 'received_at',
  message_time: 'received_at',
  last_message_at: 'received_at',
  replied_at: 'received_at',
}
const broadcastSpoken: Record<string, MessageField> = {
  phone: 'to_number',
  phone_number: 'to_number',
  cell: 'to_number',
}

const isField = new Set<string>(messageFields)

/**
 * The field of each heading that is understood: what the client's settings say, else the name itself, else how it may be spoken. A
 * heading that is not stays as it is; nothing is guessed by position, and of two headings for one field the first counts.
 */
export function fieldsOf(
  headings: readonly string[],
  of: 'broadcast' | 'inbox',
  said: Readonly<Partial<Record<string, MessageField>>>,
): Map<string, MessageField> {
  const here = of === 'inbox' ? inboxSpoken : broadcastSpoken
  const fields = new Map<string, MessageField>()
  const taken = new Set<MessageField>()
  for (const heading of headings) {
    const name = heading
      .trim()
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '_')
      .replace(/^_+|_+$/g, '')
    const field =
      own(said, heading) ?? own(here, name) ?? (isField.has(name) ? (name as MessageField) : own(spoken, name))
    if (field === undefined || taken.has(field)) continue
    taken.add(field)
    fields.set(heading, field)
  }
  return fields
}

const own = <T>(table: Readonly<Partial<Record<string, T>>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined
