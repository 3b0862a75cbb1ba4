import type { EmulatedMessage, EmulatedMessages } from './emulator-ledger.ts'

/** A broadcast's own counts at a moment. */
export interface Counts {
  sent: number
  delivered: number
  failed: number
  clicks: number
  replies: number
  optOuts: number
  /** When the last of it happened. */
  changedAt: number
}

/** Times of what happened to a broadcast's messages, each list in order, so that a count is a search. */
export interface MessageIndex {
  times: Record<
    'sent' | 'delivered' | 'undelivered' | 'failed' | 'unfailed' | 'clicks' | 'replies' | 'optOuts',
    Float64Array
  >
  visible(now: number): EmulatedMessages
}

/** When a message enters its broadcast's list. */
const listedFrom = ({ sentAt, failedAt, deliveredAt, visibleAt }: EmulatedMessage): number =>
  visibleAt ?? sentAt ?? failedAt ?? deliveredAt ?? 0

export function indexOf(messages: EmulatedMessages): MessageIndex {
  const times: Record<keyof MessageIndex['times'], number[]> = {
    sent: [],
    delivered: [],
    undelivered: [],
    failed: [],
    unfailed: [],
    clicks: [],
    replies: [],
    optOuts: [],
  }
  let lastListed = -Infinity
  let lost = 0
  for (let place = 0; place < messages.length; place += 1) {
    const message = messages.at(place)
    if (!message) continue
    const { sentAt, deliveredAt, failedAt } = message
    lastListed = Math.max(lastListed, listedFrom(message))
    if (message.lost) lost += 1
    if (sentAt !== undefined) times.sent.push(sentAt)
    if (deliveredAt !== undefined) times.delivered.push(deliveredAt)
    if (failedAt !== undefined) times.failed.push(failedAt)
    // A delivered message may fail later, and the other way round: it leaves one count and enters the other.
    if (deliveredAt !== undefined && failedAt !== undefined)
      times[failedAt >= deliveredAt ? 'undelivered' : 'unfailed'].push(Math.max(deliveredAt, failedAt))
    times.clicks.push(...(message.clicks ?? []))
    if (message.repliedAt !== undefined) times.replies.push(message.repliedAt)
    if (message.optedOutAt !== undefined) times.optOuts.push(message.optedOutAt)
  }
  const sorted = Object.entries(times).map(([name, list]) => [name, Float64Array.from(list).sort()] as const)
  const all = lost === 0 ? messages : undefined
  return {
    times: Object.fromEntries(sorted) as MessageIndex['times'],
    visible: (now) => (all && now >= lastListed ? all : only(messages, now)),
  }
}

function only(messages: EmulatedMessages, now: number): EmulatedMessages {
  const kept: EmulatedMessage[] = []
  for (let place = 0; place < messages.length; place += 1) {
    const message = messages.at(place)
    if (message && !message.lost && listedFrom(message) <= now) kept.push(message)
  }
  return kept
}

export function countsAt({ times }: MessageIndex, now: number): Counts {
  const until = (name: keyof typeof times) => upTo(times[name], now)
  const last = Object.values(times).map((list) => list[upTo(list, now) - 1] ?? 0)
  return {
    sent: until('sent'),
    delivered: until('delivered') - until('undelivered'),
    failed: until('failed') - until('unfailed'),
    clicks: until('clicks'),
    replies: until('replies'),
    optOuts: until('optOuts'),
    changedAt: Math.max(0, ...last),
  }
}

/** How many of these are not after `now`. */
function upTo(sorted: Float64Array, now: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? Infinity) <= now) low = middle + 1
    else high = middle
  }
  return low
}
