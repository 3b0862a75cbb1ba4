import type { RawRequest } from '@throughline/connector-kit'
import type { Delivery } from '@throughline/connector-kit/testing'
import type { EmulatedIncoming } from './emulator-ledger.ts'
import { usualRows, timeText, type JsonRow } from './emulator-rows.ts'
import type { Secrets } from './settings.ts'

/** Nobody outside has published what a delivery looks like: three shapes that it may have. */
export const noticeShapes = ['typed', 'event', 'bare'] as const
export type NoticeShape = (typeof noticeShapes)[number]

/** What is told of a broadcast: a hint, since its counts may be old when it arrives. */
export function broadcastNotice(
  row: JsonRow,
  options: { number: number; type?: string; shape: NoticeShape; at: number },
): object {
  const { number, type = 'broadcast.updated', shape, at } = options
  const id = `evt_${String(number).padStart(4, '0')}`
  if (shape === 'typed')
    return { id, type, created_at: timeText(at, usualRows), data: { id: row.id, status: row.status } }
  if (shape === 'event')
    return { event_id: id, event: type, payload: { broadcast: { id: row.id, delivered: row.delivered } } }
  return { id: row.id, title: row.title, status: row.status, delivered: row.delivered }
}

/** What is told of a message that came in. */
export function incomingNotice(incoming: EmulatedIncoming, number: number): object {
  return {
    id: `evt_in_${String(number).padStart(4, '0')}`,
    type: 'incoming_phone_message.created',
    created_at: timeText(incoming.at + 2_000, usualRows),
    data: {
      id: incoming.id,
      from_number: incoming.from,
      to_number: '+15005550100',
      text: incoming.text,
      received_at: timeText(incoming.at, usualRows),
      ...(incoming.broadcastId === undefined ? {} : { broadcast_id: incoming.broadcastId }),
    },
  }
}

export const contributionNotice = (number: number): object => ({
  id: `evt_gift_${number}`,
  type: 'contribution.created',
  data: { id: `ct_${number}`, amount: '25.00', order_number: 'AB900000001', donor: { phone: '+13145550142' } },
})

/** A delivery as it comes over the wire, with the user and password that were typed into Switchboard. */
export function signNotice(payload: unknown, { webhookUsername, webhookPassword }: Secrets): RawRequest {
  return {
    method: 'POST',
    url: 'https://receiver.example/hooks/switchboard/connection/events',
    headers: new Headers({
      'content-type': 'application/json',
      authorization: `Basic ${Buffer.from(`${webhookUsername}:${webhookPassword}`).toString('base64')}`,
    }),
    body: Buffer.from(JSON.stringify(payload)),
  }
}

export const delivery = (payload: unknown, secrets: Secrets): Delivery => ({
  kind: 'events',
  payload,
  request: signNotice(payload, secrets),
})
