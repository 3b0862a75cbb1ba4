import type { CreditChannel } from '../../attribution/place.ts'
import type { MeasureId } from '../registry/measure.ts'
import type { Measure } from '../../events/written-event.ts'
import { deliveryChannels } from '@throughline/canonical/event'

type DeliveryChannel = (typeof deliveryChannels)[number]

/** Push and in-app messages have no channel of their own in credit. */
const channels: Readonly<Record<DeliveryChannel, CreditChannel>> = {
  push: 'other',
  email: 'email',
  sms: 'sms',
  in_app: 'other',
  web: 'web',
  ads: 'ads',
  mail: 'mail',
  call: 'call',
  social: 'social',
}
const personal: ReadonlySet<DeliveryChannel> = new Set(['push', 'email', 'sms', 'in_app', 'mail', 'call'])
/** What can be seen opening. */
const openable: ReadonlySet<DeliveryChannel> = new Set(['push', 'email', 'in_app'])

/** The channel of credit that an event's channel is; undefined: the event names none. */
export const creditChannelOf = (channel: number): CreditChannel | undefined => {
  const delivery = deliveryChannels[channel - 1]
  return delivery && channels[delivery]
}

/** Which measures a count of events adds to, by its channel's number. */
export function measuresOf(count: Measure, channel: number): readonly MeasureId[] {
  const by = deliveryChannels[channel - 1]
  const toPeople = by !== undefined && personal.has(by)
  const opens = by !== undefined && openable.has(by)
  switch (count) {
    case 'delivered':
      return [...(toPeople ? (['events_delivered'] as const) : []), ...(opens ? (['events_mailed'] as const) : [])]
    case 'viewed':
      return opens ? ['events_opened'] : toPeople ? [] : ['shown']
    case 'clicked':
      return [
        'clicked',
        ...(opens ? (['events_message_clicked'] as const) : []),
        ...(toPeople ? [] : (['shown_clicked'] as const)),
      ]
    case 'converted':
      return ['converted']
    case 'unsubscribed':
      return ['events_unsubscribed']
    case 'held_out':
    case 'visited':
    case 'started':
    case 'engaged':
    case 'abandoned':
      return []
  }
}
