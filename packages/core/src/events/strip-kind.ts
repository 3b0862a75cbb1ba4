import { eventTypes } from '@throughline/canonical/event'
import type { Measure } from './written-event.ts'

/**
 * What strips say happened, by name: a kind of event by its own code; what was withheld or only received, a visit and the start of a
 * form, which are told from the kind they came as by what they say, by numbers of their own. Numbers are for ever; tenants' own kinds begin at 1,000.
 */
export const activityKinds = {
  delivered: eventTypes.campaign_delivered.code,
  viewed: eventTypes.campaign_viewed.code,
  clicked: eventTypes.campaign_clicked.code,
  converted: eventTypes.campaign_converted.code,
  abandoned: eventTypes.campaign_abandoned.code,
  purchased: eventTypes.user_purchased.code,
  engaged: eventTypes.user_engaged.code,
  unsubscribed: eventTypes.user_unsubscribed.code,
  held_out: 901,
  visited: 902,
  started: 903,
  received: 904,
} as const
export type ActivityKind = keyof typeof activityKinds

/** The number by which strips hold an event of a kind that counts as `measure`. */
export function stripKindOf(kind: number, measure: Measure | undefined): number {
  if (measure === 'held_out' || measure === 'visited' || measure === 'started') return activityKinds[measure]
  if (kind === activityKinds.viewed && measure === undefined) return activityKinds.received
  return kind
}
