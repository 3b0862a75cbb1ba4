import type { Delivery } from '@throughline/connector-kit/testing'
import type { Happening } from '../future.ts'
import type { Millis } from '../line-item.ts'
import type { JourneyBook } from './journey-book.ts'
import type { SentEvent } from './touch-event.ts'

/** What a client's pages and senders tell at a time. */
export interface ToldEvents {
  at: Millis
  delivery: Delivery
}

/** Older ones are not taken any more. */
const oldest = 29 * 86_400_000

/**
 * What led to the gifts of [from, to), and whom else the client reached then, as it is sent to `POST /v1/events`: what happened in
 * that time when it happens, what came before it at its beginning.
 */
export function journeysAhead(
  book: JourneyBook,
  happenings: readonly Happening[],
  { from, to, key }: { from: Millis; to: Millis; key: string },
): ToldEvents[] {
  const gifts = happenings.flatMap((each) => {
    const [line] = each.kind === 'gift' ? each.lines : []
    return line?.charge === 1 ? [{ ...line, placedAt: line.paidAt }] : []
  })
  const events = [...gifts.flatMap((gift) => book.before(gift)), ...book.passing(from, to)]
  const recent = events.filter(({ timestamp }) => Date.parse(timestamp) > from - oldest)
  const before = recent.filter(({ timestamp }) => Date.parse(timestamp) < from)
  const within = recent.filter(({ timestamp }) => Date.parse(timestamp) >= from)
  return [
    ...chunked(before).map((some) => ({ at: from, delivery: deliveryOf(some, key) })),
    ...within.map((each) => ({ at: Date.parse(each.timestamp), delivery: deliveryOf([each], key) })),
  ]
}

/** Far below what a request may hold. */
const atOnce = 500

const chunked = (events: readonly SentEvent[]): SentEvent[][] =>
  Array.from({ length: Math.ceil(events.length / atOnce) }, (_, n) => events.slice(n * atOnce, (n + 1) * atOnce))

function deliveryOf(events: readonly SentEvent[], key: string): Delivery {
  const headers = new Headers({ 'content-type': 'application/json', authorization: `Bearer ${key}` })
  const body = Buffer.from(JSON.stringify(events))
  return { kind: 'events', payload: events, request: { method: 'POST', url: '', headers, body } }
}
