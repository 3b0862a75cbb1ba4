import type { DeliveryStatus } from '@throughline/canonical'
import type { Moment } from './times.ts'
import type { Broadcast } from './schema.ts'

const statuses: Record<string, DeliveryStatus> = {
  draft: 'draft',
  scheduled: 'scheduled',
  sending: 'active',
  paused: 'paused',
  sent: 'ended',
  stopped: 'ended',
  error: 'failed',
}

export const wordOf = ({ status }: Pick<Broadcast, 'status'>): string => (status ?? '').trim().toLowerCase()

export function deliveryStatus(broadcast: Pick<Broadcast, 'status'>): DeliveryStatus | undefined {
  const word = wordOf(broadcast)
  return Object.hasOwn(statuses, word) ? statuses[word] : undefined
}

/** Which field the send time was taken from. */
export type SendTimeFrom = 'start_time' | 'started_at' | 'scheduled_time' | 'created_at'

/** When it was sent, or will be: never the day its draft was made, unless nothing else is known. */
export function sendTime(broadcast: Broadcast): (Moment & { from: SendTimeFrom }) | undefined {
  for (const from of ['start_time', 'started_at', 'scheduled_time', 'created_at'] as const) {
    const moment = broadcast[from]
    if (moment) return { ...moment, from }
  }
  return undefined
}

/** Whether anything of it has been sent, or may have been. */
export function hasBegun(broadcast: Broadcast): boolean {
  const word = wordOf(broadcast)
  if (word === 'draft' || word === 'scheduled') return false
  if (word === 'error' || word === '') return Boolean(broadcast.start_time ?? broadcast.started_at)
  return true
}

/** Whether no more of it will be sent. */
export const hasEnded = (broadcast: Pick<Broadcast, 'status'>): boolean =>
  ['sent', 'stopped', 'error'].includes(wordOf(broadcast))

/**
 * Which of its messages the source counts. `all`: sent whole, so that everybody who was neither opted out before nor skipped has a
 * message. `settled`: broken off, so that only those delivered or failed are known. `none`: it is still under way, and its count moves.
 */
export type Counted = 'all' | 'settled' | 'none'

export function countedOf(broadcast: Broadcast): Counted {
  const word = wordOf(broadcast)
  if (word === 'sent' && broadcast.total_messages !== undefined) return 'all'
  const known = broadcast.delivered !== undefined && broadcast.failed_to_deliver !== undefined
  return hasEnded(broadcast) && hasBegun(broadcast) && known ? 'settled' : 'none'
}

/** How many messages the source says there are. */
export function countOf(broadcast: Broadcast): number {
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
