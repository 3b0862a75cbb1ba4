import type { DeliveryStatus } from '@throughline/canonical'
import type { Moment } from './times.ts'
import type { BroadcastOutline } from './schema.ts'

const statuses: Record<string, DeliveryStatus> = {
  draft: 'draft',
  scheduled: 'scheduled',
  sending: 'active',
  paused: 'paused',
  sent: 'ended',
  stopped: 'ended',
  error: 'failed',
}

const wordOf = ({ status }: Pick<BroadcastOutline, 'status'>): string => (status ?? '').trim().toLowerCase()

export function deliveryStatus(broadcast: Pick<BroadcastOutline, 'status'>): DeliveryStatus | undefined {
  const word = wordOf(broadcast)
  return Object.hasOwn(statuses, word) ? statuses[word] : undefined
}

/** Which field the send time was taken from. */
export type SendTimeFrom = 'start_time' | 'started_at' | 'scheduled_time' | 'created_at'

/** When it was sent, or will be: never the day its draft was made, unless nothing else is known. */
export function sendTime(broadcast: BroadcastOutline): (Moment & { from: SendTimeFrom }) | undefined {
  for (const from of ['start_time', 'started_at', 'scheduled_time', 'created_at'] as const) {
    const moment = broadcast[from]
    if (moment) return { ...moment, from }
  }
  return undefined
}

/** Whether it may have messages: only what waits to be sent surely has none. */
export const mayHaveMessages = (broadcast: Pick<BroadcastOutline, 'status'>): boolean =>
  !['draft', 'scheduled'].includes(wordOf(broadcast))

/** Whether anything of it has been sent. */
export function hasBegun(broadcast: BroadcastOutline): boolean {
  const { start_time, started_at, delivered = 0, failed_to_deliver = 0 } = broadcast
  if (!mayHaveMessages(broadcast)) return false
  const isUnsure = ['error', ''].includes(wordOf(broadcast))
  return !isUnsure || Boolean(start_time ?? started_at) || delivered + failed_to_deliver > 0
}

/** Whether no more of it will be sent. */
export const hasEnded = (broadcast: Pick<BroadcastOutline, 'status'>): boolean =>
  ['sent', 'stopped', 'error'].includes(wordOf(broadcast))

/**
 * Which of its messages the source counts. `all`: sent whole, so that everybody who was neither opted out before nor skipped has a
 * message. `settled`: broken off, so that only those delivered or failed are known. `none`: it is still under way, and its count moves.
 */
export type Counted = 'all' | 'settled' | 'none'

export function countedOf(broadcast: BroadcastOutline): Counted {
  const word = wordOf(broadcast)
  if (word === 'sent' && broadcast.total_messages !== undefined) return 'all'
  const known = broadcast.delivered !== undefined && broadcast.failed_to_deliver !== undefined
  return hasEnded(broadcast) && hasBegun(broadcast) && known ? 'settled' : 'none'
}

/** How many messages the source says there are. */
export function countOf(broadcast: BroadcastOutline): number {
  const { total_messages = 0, previously_opted_out = 0, skipped = 0, delivered = 0, failed_to_deliver = 0 } = broadcast
  switch (countedOf(broadcast)) {
    case 'all':
      return total_messages - previously_opted_out - skipped
    case 'settled':
      return delivered + failed_to_deliver
    case 'none':
      return 0
  }
}
