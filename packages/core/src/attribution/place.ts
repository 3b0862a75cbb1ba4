import { channels } from '@throughline/canonical'

/** What credit is grouped by first: every channel that something can come through, what was searched for, and who came by themselves. Stored by place in this list: only ever added to. */
export const creditChannels = [...channels, 'search', 'direct'] as const
export type CreditChannel = (typeof creditChannels)[number]

/**
 * Where a touch came from, as far as it is known. Never changed once it has a number: where a rule or a late creative says more, the
 * touch moves to another place, and what was credited before stays readable.
 */
export interface Place {
  channel: CreditChannel
  /** The connector whose keys these are; null where a rule or a link of our own says it. */
  source: string | null
  campaign: string | null
  adSet: string | null
  ad: string | null
  creative: string | null
  /** The tracking code, as sent. */
  refcode: string | null
  /** The audience list it was sent to. */
  list: string | null
  /** Who was paid or asked to spread it: an influencer, a partner. */
  partner: string | null
}

/** A place of which only the channel is known. */
export const placeIn = (channel: CreditChannel): Place => ({
  channel,
  source: null,
  campaign: null,
  adSet: null,
  ad: null,
  creative: null,
  refcode: null,
  list: null,
  partner: null,
})

/** Names a place: two places of one name are one. */
export const placeName = (place: Place): string =>
  JSON.stringify([
    place.channel,
    place.source,
    place.campaign,
    place.adSet,
    place.ad,
    place.creative,
    place.refcode,
    place.list,
    place.partner,
  ])
