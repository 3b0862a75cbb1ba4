import { deliveryChannels, eventTypes } from '@throughline/canonical/event'
import type { Signals } from '../../links/index.ts'
import { placeIn, type CreditChannel } from '../place.ts'
import type { PersonEvent } from './fact-of-person.ts'
import { placeOfCodes, samePerson, type Readers } from './touch-of-fact.ts'
import type { Touch, TouchType } from './touch.ts'

const { campaign_delivered, campaign_viewed, campaign_clicked, user_engaged } = eventTypes

/** Kinds of events that are touches. */
export const touchingKinds: readonly number[] = [
  campaign_delivered,
  campaign_viewed,
  campaign_clicked,
  user_engaged,
].map(({ code }) => code)

/** Push and in-app messages have no channel of their own in credit. */
const channels: Readonly<Record<(typeof deliveryChannels)[number], CreditChannel>> = {
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

/**
 * An event as a touch: what was delivered (unless withheld), seen or clicked, and visits. Undefined for everything else, such as use
 * of an app, which nobody bought.
 */
export function touchOfEvent(event: PersonEvent, readers: Readers): Touch | undefined {
  const type = typeOf(event)
  if (!type) return undefined
  const of = { kind: 'event', source: 'events', key: event.eventId }
  const at = event.happenedAt
  const delivered = deliveryChannels[event.channel - 1]
  const signals = signalsOf(event)
  if (event.campaign === null)
    return { at, type, of, ...placeOfCodes({ happenedAt: at, ...codesIn(event) }, signals, readers) }
  const place = {
    ...placeIn(delivered ? channels[delivered] : readers.channelOf(signals).channel),
    source: 'events',
    campaign: event.campaign,
    creative: event.creative,
  }
  return { at, type, of, place, tier: 'deterministic', evidence: [samePerson] }
}

function typeOf({ kind, channel, properties }: PersonEvent): TouchType | undefined {
  const delivery = deliveryChannels[channel - 1]
  switch (kind) {
    case campaign_delivered.code:
      if (properties['is_holdout'] === true) return undefined
      return delivery === 'email' ? 'email_sent' : delivery === 'sms' ? 'text_delivered' : 'impression'
    case campaign_viewed.code:
      return delivery === 'email' && properties['view_type'] === 'opened' ? 'email_opened' : 'impression'
    case campaign_clicked.code:
      return delivery === 'email' ? 'email_clicked' : delivery === 'sms' ? 'text_clicked' : 'click'
    case user_engaged.code:
      return visits[String(properties['engagement_type'])]
    default:
      return undefined
  }
}

const visits: Readonly<Record<string, TouchType>> = { page_view: 'visit', form_open: 'form_opened' }

interface EventContext {
  utm?: Record<string, string>
  click_ids?: Record<string, string>
  refcode?: string
  refcode2?: string
  page?: { url?: string; referrer?: string }
}
const contextOf = ({ properties }: PersonEvent): EventContext =>
  typeof properties['$context'] === 'object' && properties['$context'] !== null ? properties['$context'] : {}

function codesIn(event: PersonEvent) {
  const { refcode, refcode2, click_ids, utm } = contextOf(event)
  return {
    refcodes: {
      ...(refcode ? { refcode } : {}),
      ...(refcode2 ? { refcode2 } : {}),
      ...Object.fromEntries(Object.entries(utm ?? {}).map(([name, value]) => [`utm_${name}`, value])),
    },
    clickIds: Object.fromEntries(
      Object.entries(click_ids ?? {}).map(([name, value]) => [name, { value, truncated: false }]),
    ),
    form: null,
    region: null,
  }
}

function signalsOf(event: PersonEvent): Signals {
  const { refcode, click_ids, utm, page } = contextOf(event)
  return {
    source: utm?.['source'],
    medium: utm?.['medium'],
    campaign: utm?.['campaign'],
    term: utm?.['term'],
    content: utm?.['content'],
    refcode,
    clickIds: Object.keys(click_ids ?? {}),
    referrer: hostOf(page?.referrer),
    landing: hostOf(page?.url),
  }
}

const hostOf = (address: string | undefined): string | undefined =>
  address === undefined ? undefined : (URL.parse(address)?.hostname ?? address)
