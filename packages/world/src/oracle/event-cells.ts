import type { OracleCell } from './ask.ts'
import { wallAt } from './local-time.ts'
import type { Known } from './known.ts'
import { whereOf } from './place-keys.ts'
import { channelOf } from './touches.ts'
import type { TruthEvent } from './truth.ts'

/** What events count. */
const meant = {
  /** Seen where nothing is sent to anybody. */
  shown: ({ what, channel }: TruthEvent) => what === 'campaign_viewed' && !isSent(channel),
  shown_clicked: ({ what, channel }: TruthEvent) => what === 'campaign_clicked' && !isSent(channel),
  clicked: ({ what }: TruthEvent) => what === 'campaign_clicked',
  converted: ({ what }: TruthEvent) => what === 'campaign_converted',
  /** What was withheld was not delivered. */
  events_delivered: ({ what, channel, holdout }: TruthEvent) =>
    what === 'campaign_delivered' && isSent(channel) && !holdout,
  events_mailed: ({ what, channel, holdout }: TruthEvent) =>
    what === 'campaign_delivered' && isSent(channel) && !holdout,
  /** That it was received is not that it was opened. */
  events_opened: ({ what, channel, viewType }: TruthEvent) =>
    what === 'campaign_viewed' && isSent(channel) && viewType !== 'received',
  events_message_clicked: ({ what, channel }: TruthEvent) => what === 'campaign_clicked' && isSent(channel),
  events_unsubscribed: ({ what }: TruthEvent) => what === 'user_unsubscribed',
} satisfies Record<string, (event: TruthEvent) => boolean>
export type EventMeasure = keyof typeof meant

const isSent = (channel: TruthEvent['channel']): boolean => channel === 'email' || channel === 'push'

export function eventCells({ truth, events }: Known, measure: EventMeasure): OracleCell[] {
  return events.filter(meant[measure]).map((event) => {
    const { day, hour } = wallAt(truth.zone, event.at)
    const { campaign, creative } = event
    const place = { channel: channelOf(event.channel), source: 'events', campaign, creative, adSet: null, ad: null }
    const { channel, campaign: of, message, creative: shown } = whereOf(place)
    const where = { day, hour: String(hour), channel, campaign: of, message, creative: shown }
    return { day, where, currency: null, value: 1 }
  })
}

/** Days on which anything that is counted happened. */
export const eventDays = ({ truth, events }: Known): string[] =>
  events.filter(({ what }) => what !== 'user_purchased').map(({ at }) => wallAt(truth.zone, at).day)
