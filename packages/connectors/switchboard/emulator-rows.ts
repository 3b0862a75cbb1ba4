import type {
  EmulatedBroadcast,
  EmulatedIncoming,
  EmulatedLedger,
  EmulatedList,
  EmulatedMessage,
  EmulatedPhone,
} from './emulator-ledger.ts'

/** How answers are written; changed at any time. */
export interface RowStyle {
  /** False: the list of broadcasts leaves `message_text` out. */
  textInList: boolean
  /** How the number of a message is called. */
  numberField: 'to_number' | 'phone_number'
  startField: 'start_time' | 'started_at' | 'none'
  /** Messages give no number. */
  nullNumbers: boolean
  /** Adds fields that nobody has seen before. */
  unknownFields: boolean
  /** Leaves out every field that has nothing to say, instead of null. */
  sparse: boolean
  /** What a broadcast without gifts has raised. */
  nothingRaised: '0' | '' | null
  /** Messages carry their `refcodeSB` token under this name. */
  tokenField?: string
  times: 'iso' | 'zoneless' | 'blank'
}

export const usualRows: RowStyle = {
  textInList: true,
  numberField: 'to_number',
  startField: 'start_time',
  nullNumbers: false,
  unknownFields: false,
  sparse: false,
  nothingRaised: '0',
  times: 'iso',
}

export type JsonRow = Record<string, unknown>

/** In which of the vendor's words a broadcast stands. */
export function statusAt(broadcast: EmulatedBroadcast, now: number): string {
  const {
    scheduledAt,
    startAt = Infinity,
    endAt = startAt,
    stoppedAt = Infinity,
    errorAt = Infinity,
    paused,
  } = broadcast
  if (errorAt <= now) return 'error'
  if (stoppedAt <= now) return 'stopped'
  if (now < startAt) return scheduledAt === undefined ? 'draft' : 'scheduled'
  if (paused && paused[0] <= now && now < paused[1]) return 'paused'
  return now < endAt ? 'sending' : 'sent'
}

export function broadcastRow(
  ledger: EmulatedLedger,
  broadcast: EmulatedBroadcast,
  now: number,
  style: RowStyle,
): JsonRow {
  const counts = ledger.countsOf(broadcast, now)
  const begun = broadcast.startAt !== undefined && broadcast.startAt <= now
  const { previouslyOptedOut = 0, skipped = 0, costMinor = 0 } = broadcast
  const planned = broadcast.planned ?? broadcast.messages.length + previouslyOptedOut + skipped
  const texts = planned - previouslyOptedOut - skipped
  const gifts = (broadcast.gifts ?? []).filter(({ at }) => at <= now)
  const raised = gifts.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
  const time = (at: number | undefined) => timeText(at, style)
  const changedAt = Math.max(
    broadcast.createdAt,
    counts.changedAt,
    ...[
      broadcast.startAt,
      broadcast.endAt,
      broadcast.stoppedAt,
      broadcast.errorAt,
      ...(broadcast.paused ?? []),
    ].flatMap((at) => (at !== undefined && at <= now ? [at] : [])),
    ...gifts.map(({ at }) => at),
  )
  const start = begun ? time(broadcast.startAt) : null
  return filled(style, {
    id: broadcast.id,
    title: broadcast.title,
    description: broadcast.description ?? null,
    status: statusAt(broadcast, now),
    message_text: broadcast.text ?? null,
    phone_list_id: broadcast.listId ?? null,
    phone_list_name: broadcast.listName ?? null,
    total_messages: planned,
    previously_opted_out: previouslyOptedOut,
    skipped,
    failed_to_deliver: counts.failed,
    delivered: counts.delivered,
    opt_outs: counts.optOuts,
    replies: counts.replies,
    clicks: counts.clicks,
    donations: gifts.length,
    amount_raised: raised === 0 ? style.nothingRaised : dollars(raised),
    cost_estimate: broadcast.broken
      ? 'about twelve'
      : dollars(texts === 0 ? 0 : Math.round((costMinor * (begun ? counts.sent : texts)) / texts)),
    created_at: time(broadcast.createdAt),
    modified_at: time(changedAt),
    scheduled_time: time(broadcast.scheduledAt),
    ...(style.startField === 'none' ? {} : { [style.startField]: start }),
    creator: { id: 'us_1', name: 'Staff Sample', email: 'staff@example.org' },
    ...(style.unknownFields ? { segment_type: 'sms', throughput: { perMinute: 3 } } : {}),
  })
}

export function messageRow(message: EmulatedMessage, now: number, style: RowStyle): JsonRow {
  const past = (at: number | undefined) => (at !== undefined && at <= now ? at : undefined)
  const time = (at: number | undefined) => timeText(past(at), style)
  const clicks = (message.clicks ?? []).filter((at) => at <= now)
  const delivered = past(message.deliveredAt) ?? -Infinity
  const failed = past(message.failedAt) ?? -Infinity
  const status = failed >= delivered && failed > 0 ? 'failed' : delivered > 0 ? 'delivered' : 'sent'
  return filled(style, {
    id: message.id,
    [style.numberField]: style.nullNumbers ? null : message.to,
    status,
    sent_at: message.broken ? 'some time ago' : time(message.sentAt),
    delivered_at: time(message.deliveredAt),
    failed_at: time(message.failedAt),
    clicks: clicks.length,
    last_click_at: time(clicks.at(-1)),
    click_url: clicks.length > 0 ? (message.clickUrl ?? 'https://sb.example/aB3') : null,
    replied_at: time(message.repliedAt),
    reply_text: past(message.repliedAt) === undefined ? null : (message.reply ?? 'Thanks'),
    opted_out_at: time(message.optedOutAt),
    metadata: {},
    ...(style.tokenField !== undefined && message.token !== undefined ? { [style.tokenField]: message.token } : {}),
    ...(style.unknownFields ? { carrier: 'Example Mobile', segments: 2 } : {}),
  })
}

export function listRow(list: EmulatedList, style: RowStyle): JsonRow {
  return filled(style, {
    id: list.broken ? null : list.id,
    name: list.name,
    description: null,
    phone_count: list.size,
    status: 'ready',
    created_at: timeText(list.createdAt, style),
  })
}

export function phoneRow(phone: EmulatedPhone, style: RowStyle): JsonRow {
  return filled(style, {
    id: phone.broken ? null : phone.id,
    phone_number: phone.number,
    email_address: phone.email ?? null,
    first_name: phone.firstName ?? null,
    last_name: phone.lastName ?? null,
    zip_code: phone.zip ?? null,
    state_abbr: phone.state ?? null,
    created_at: timeText(phone.createdAt, style),
    labels: [],
  })
}

/** A message that came in, by what its export's headings mean. */
export function incomingRow(incoming: EmulatedIncoming, now: number, style: RowStyle): JsonRow {
  const { optedOutAt = Infinity, broadcastId } = incoming
  return {
    id: incoming.id,
    phone_number: incoming.from,
    text: incoming.text,
    received_at: incoming.broken ? 'lately' : timeText(incoming.at, style),
    opted_out: optedOutAt <= now ? 'Yes' : 'No',
    ...(optedOutAt <= now ? { opted_out_at: timeText(optedOutAt, style) } : {}),
    ...(broadcastId === undefined ? {} : { broadcast_id: broadcastId }),
  }
}

/** Cents as a plain decimal. */
const dollars = (minor: number): string => `${Math.floor(minor / 100)}.${String(minor % 100).padStart(2, '0')}`

/** A time as Switchboard may write it; to the second where nothing is lost by it. */
export function timeText(at: number | undefined, { times }: RowStyle): string | null {
  if (at === undefined) return null
  const iso = new Date(at).toISOString().replace('.000Z', 'Z')
  if (times === 'iso') return iso
  return times === 'zoneless' ? iso.slice(0, -1) : `${iso.slice(0, -1).replace('T', ' ')} UTC`
}

function filled({ sparse }: RowStyle, row: JsonRow): JsonRow {
  return sparse ? Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) : row
}
