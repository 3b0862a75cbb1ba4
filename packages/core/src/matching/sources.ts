import type { Channel } from '@throughline/canonical'
import type { Place } from '../attribution/place.ts'

/** Names one record of an outside system or of our own. */
export interface RecordName {
  kind: string
  source: string
  key: string
}

/** What of a link is looked at: its tracking codes by parameter, its UTM parameters without `utm_`. */
export interface CodedLink {
  refcodes?: Readonly<Record<string, string>> | undefined
  utm?: Readonly<Record<string, string>> | undefined
}

/** What of a creative, an ad and a campaign says which code leads where. */
export interface CreativeCodes {
  source: string
  key: string
  links: readonly CodedLink[]
}
export interface AdCodes extends CreativeCodes {
  campaign: string | null
  adSet: string | null
  creative: string | null
}
export interface CampaignCodes {
  source: string
  key: string
  channel: Channel
  creative: string | null
  /** Milliseconds since 1970. */
  startsAt: number | null
}

/** A tracked link of the tenant's own: where what comes through it is credited. */
export interface LinkCodes {
  key: string
  /** What stands behind `/l/`, and in the id of each of its clicks. */
  code?: string
  refcodes: Readonly<Record<string, string>>
  place: Omit<Place, 'refcode'>
}
