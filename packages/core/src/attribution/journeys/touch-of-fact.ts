import type { Touchpoint } from '@throughline/canonical'
import type { Codes, Evidence, FindPlace } from '../evidence.ts'
import type { ChannelSaid, Signals } from '../../links/index.ts'
import { placeIn, type Place } from '../place.ts'
import { codesOf } from './codes-of.ts'
import type { PersonFact } from './fact-of-person.ts'
import type { Touch } from './touch.ts'

/** What turns codes and signals into places. Pure: the same readers answer the same. */
export interface Readers {
  findPlace: FindPlace
  channelOf: (signals: Signals) => ChannelSaid
}

/** What is known of somebody by their keyed identity alone. */
export const samePerson: Evidence = { kind: 'same_person', tier: 'deterministic', value: '', score: null }

/**
 * A touchpoint as credit sees it: at the campaign that its source names, else at the one that its codes name, else in the channel
 * that its signals name. Undefined for what a machine seems to have done.
 */
export function touchOfFact({ kind, source, key, value }: PersonFact, readers: Readers): Touch | undefined {
  const touchpoint = value as unknown as Touchpoint
  if (touchpoint.suspect) return undefined
  const at = Date.parse(value.happenedAt)
  const named = touchpoint.campaign ?? touchpoint.creative ?? touchpoint.ad
  const placed =
    named === undefined
      ? placeOfCodes(codesOf(value, at), signalsOf(touchpoint), readers)
      : {
          place: {
            ...placeIn(touchpoint.channel),
            source,
            campaign: touchpoint.campaign ?? null,
            adSet: touchpoint.adSet ?? null,
            ad: touchpoint.ad ?? null,
            creative: touchpoint.creative ?? null,
          },
          evidence: [samePerson],
          tier: 'deterministic' as const,
        }
  return { at, type: touchpoint.type, ...placed, of: { kind, source, key } }
}

/** Where codes lead, or the channel of what is known beside them. */
export function placeOfCodes(
  codes: Codes,
  signals: Signals,
  readers: Readers,
): { place: Place; evidence: readonly Evidence[]; tier: Touch['tier'] } {
  const found = readers.findPlace(codes)
  if (found.place && found.tier !== 'none')
    return { place: found.place, evidence: [samePerson, ...found.evidence], tier: found.tier }
  return { place: placeIn(readers.channelOf(signals).channel), evidence: [samePerson], tier: 'deterministic' }
}

const signalsOf = ({ channel, refcodes = {}, clickIds = {}, attributes = {} }: Touchpoint): Signals => {
  const text = (name: string) => (typeof attributes[name] === 'string' ? attributes[name] : undefined)
  return {
    // That somebody was on a site says nothing about how they came.
    canonicalChannel: channel === 'web' ? undefined : channel,
    ...utmIn(refcodes),
    refcode: refcodes['refcode'],
    clickIds: Object.keys(clickIds),
    referrer: text('referrer'),
    landing: text('host'),
  }
}

const utmIn = (refcodes: Readonly<Record<string, string>>): Signals => ({
  source: refcodes['utm_source'],
  medium: refcodes['utm_medium'],
  campaign: refcodes['utm_campaign'],
  term: refcodes['utm_term'],
  content: refcodes['utm_content'],
})
