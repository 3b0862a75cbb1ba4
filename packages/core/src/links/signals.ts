import type { Channel } from '@throughline/canonical'
import { plain } from './matching.ts'
import { sameSite } from './same-site.ts'

/** What may be known of how somebody came, as it was sent. Each may be missing. */
export interface Signals {
  /** What the outside system itself says that its campaign is. */
  canonicalChannel?: Channel | undefined
  source?: string | undefined
  medium?: string | undefined
  campaign?: string | undefined
  term?: string | undefined
  content?: string | undefined
  /** Host of the page that led here, or the name of the app. */
  referrer?: string | undefined
  refcode?: string | undefined
  /** Names of the click ids that came along: `gclid`. */
  clickIds?: readonly string[] | undefined
  /** Host of the page that was led to. */
  landing?: string | undefined
}

/** What a rule may ask about. `visit`: `none` without a referrer, `internal` from the same site, `outside`. */
export const signalFields = [
  'channel',
  'source',
  'medium',
  'campaign',
  'term',
  'content',
  'refcode',
  'referrer',
  'click_id',
  'landing',
  'visit',
] as const
type SignalField = (typeof signalFields)[number]

/** The texts that each field has, ready to be compared. */
export type Compared = Readonly<Record<SignalField, readonly string[]>>

export function comparedOf(signals: Signals): Compared {
  const [referrer, landing] = [hostText(signals.referrer), hostText(signals.landing)]
  const visit = referrer.length === 0 ? 'none' : sameSite(referrer[0], landing[0]) ? 'internal' : 'outside'
  return {
    channel: filled(signals.canonicalChannel),
    source: filled(signals.source),
    medium: filled(signals.medium),
    campaign: filled(signals.campaign),
    term: filled(signals.term),
    content: filled(signals.content),
    refcode: filled(signals.refcode),
    referrer,
    click_id: (signals.clickIds ?? []).map(plain),
    landing,
    visit: [visit],
  }
}

const filled = (text: string | undefined): string[] => {
  const said = plain(text ?? '')
  return said === '' ? [] : [said]
}
const hostText = (host: string | undefined): string[] => filled(host?.replace(/^www\./i, ''))
