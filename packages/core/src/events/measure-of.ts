import { eventTypes } from '@throughline/canonical/event'
import type { Measure } from './written-event.ts'

const byKind: ReadonlyMap<number, Measure> = new Map([
  [eventTypes.campaign_delivered.code, 'delivered'],
  [eventTypes.campaign_viewed.code, 'viewed'],
  [eventTypes.campaign_clicked.code, 'clicked'],
  [eventTypes.campaign_converted.code, 'converted'],
  [eventTypes.campaign_abandoned.code, 'abandoned'],
  [eventTypes.user_engaged.code, 'engaged'],
  [eventTypes.user_unsubscribed.code, 'unsubscribed'],
])
const byEngagement: Readonly<Record<string, Measure>> = {
  page_view: 'visited',
  form_open: 'started',
  form_start: 'started',
}

/**
 * What an event of that kind counts as, if anything: a withheld delivery is not a delivery, and that something was received is not that
 * it was seen.
 * @param engagement how it was engaged with, or viewed, in the event's own word
 */
export function measureOf(kind: number, withheld: boolean, engagement: string | undefined): Measure | undefined {
  const measure = byKind.get(kind)
  if (measure === 'delivered' && withheld) return 'held_out'
  if (measure === 'viewed' && engagement === 'received') return undefined
  if (measure === 'engaged') return byEngagement[engagement ?? ''] ?? 'engaged'
  return measure
}
