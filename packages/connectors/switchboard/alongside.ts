import { isObject } from './envelope.ts'
import { Time } from './fields.ts'
import { isOptOutText, saysYes } from './opt-outs.ts'
import { known } from './records.ts'

type Row = Record<string, unknown>

/** What a page of messages tells beside them: clicks and opt-outs, rows of their own so that no later page takes them back. */
export function alongsideMessages(rows: readonly unknown[]): Record<string, unknown[]> {
  const clicks: unknown[] = []
  const optOuts: unknown[] = []
  for (const row of rows) {
    if (!isObject(row)) continue
    if (isTime(row.last_click_at)) clicks.push(clickOf(row))
    if (isTime(row.opted_out_at)) optOuts.push({ ...recipientOf(row), opted_out_at: row.opted_out_at, via: 'message' })
  }
  return { ...(clicks.length > 0 ? { clicks } : {}), ...(optOuts.length > 0 ? { opt_outs: optOuts } : {}) }
}

const recipientOf = (row: Row): Row =>
  known({
    id: row.id,
    broadcast_id: row.broadcast_id,
    to_number: row.to_number ?? undefined,
    phone_number: row.phone_number ?? undefined,
  })

const clickOf = (row: Row): Row =>
  known({
    ...recipientOf(row),
    last_click_at: row.last_click_at,
    clicks: row.clicks ?? undefined,
    click_url: row.click_url ?? undefined,
    refcodeSB: tokenOf(row),
    sent_at: row.sent_at ?? undefined,
    delivered_at: row.delivered_at ?? undefined,
  })

const tokenOf = (row: Row): unknown => {
  const metadata = isObject(row.metadata) ? row.metadata : {}
  return row.refcodeSB ?? row.refcode_sb ?? metadata.refcodeSB ?? metadata.refcode_sb ?? undefined
}

/** A message that came in, as far as it speaks of opting out. */
export interface Incoming extends Row {
  id: string
  phone_number?: unknown
  text?: unknown
  received_at?: unknown
  opted_out?: unknown
  opted_out_at?: unknown
}

/**
 * What a message that came in tells of opting out. A word says so by itself, at its own time. A mark in the inbox is one of the
 * person: it is keyed by them and its time, and where it has none by them alone, dated `seenAt`, of which the earliest stays.
 */
export function optOutsOf(
  row: Incoming,
  { words = [], personKey, seenAt }: { words?: readonly string[]; personKey?: string | undefined; seenAt?: string },
): unknown[] {
  const found: unknown[] = []
  const phone = row.phone_number ?? undefined
  const add = (id: string, at: unknown, via: 'reply' | 'inbox') =>
    found.push(known({ id, phone_number: phone, broadcast_id: row.broadcast_id, opted_out_at: at, via }))
  const text = typeof row.text === 'string' ? row.text : undefined
  if (isTime(row.received_at) && isOptOutText(text, words)) add(`in:${row.id}`, row.received_at, 'reply')
  const person = personKey ?? `in:${row.id}`
  if (isTime(row.opted_out_at)) add(`${person}:${Time.parse(row.opted_out_at)?.instant}`, row.opted_out_at, 'inbox')
  else if (saysYes(row.opted_out) && seenAt !== undefined) add(person, seenAt, 'inbox')
  return found
}

const isTime = (value: unknown): boolean =>
  value !== undefined && value !== null && Time.safeParse(value).data !== undefined
