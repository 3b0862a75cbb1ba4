import type { Codes, Evidence, Finding, Trouble } from '../attribution/evidence.ts'
import { placeIn, placeName, type CreditChannel, type Place } from '../attribution/place.ts'
import { perPersonTokens } from './click-id-names.ts'
import type { RecordName } from './sources.ts'

/** A click id as a touch brought it, and what that touch says of where it came from. */
export interface ClickSeen {
  kind: string
  source: string
  key: string
  value: string
  contactNo: number | null
  /** Milliseconds since 1970. */
  happenedAt: number
  /** What the touch names itself; without a channel, nothing. */
  place: Partial<Record<'channel' | 'campaign' | 'adSet' | 'ad' | 'creative', string | null>>
  refcodes: Readonly<Record<string, string>>
}

/** One id that a conversion brought. */
export interface AskedClick {
  name: string
  value: string
  truncated: boolean
}

/** A cut id is only looked for where so much of it is left that no two are likely to begin with it. */
const leastLeft = 20

/** Ids of clicks and tokens made for one person, as a conversion carries them. */
export function askedClicks({ clickIds, refcodes }: Pick<Codes, 'clickIds' | 'refcodes'>): AskedClick[] {
  const tokens = Object.entries(refcodes).flatMap(([name, value]) =>
    perPersonTokens.has(name) && !(name in clickIds) ? [{ name, value, truncated: false }] : [],
  )
  const ids = Object.entries(clickIds).map(([name, id]) => ({ name, ...id }))
  return [...ids, ...tokens].filter(({ value, truncated }) => value !== '' && (!truncated || value.length >= leastLeft))
}

/** Whether an id that was seen is the one that a conversion brought, as far as it was not cut. */
const isIt = ({ value, truncated }: AskedClick, seen: string): boolean =>
  truncated ? seen.startsWith(value) : seen === value

type ClickSaid = { place: Place; evidence: Evidence } | { trouble: Trouble; concerns: readonly RecordName[] }

/**
 * Where the click was that led to a conversion. Touches after it do not count. One id of two people, at two places, or two ids that
 * begin as a cut one does, name no place but those touches.
 */
export function placeOfClick(
  codes: Codes,
  clicks: readonly ClickSeen[],
  find: (codes: Codes) => Finding,
): ClickSaid | undefined {
  for (const asked of askedClicks(codes)) {
    const seen = clicks.filter(({ value, happenedAt }) => isIt(asked, value) && happenedAt <= codes.happenedAt)
    if (seen.length === 0) continue
    const people = new Set(seen.flatMap(({ contactNo }) => contactNo ?? []))
    const values = new Set(seen.map(({ value }) => value))
    const places = new Map(
      seen.flatMap((click) => {
        const place = placeOfTouch(click, find)
        return place ? [[placeName(place), place] as const] : []
      }),
    )
    if (people.size > 1 || values.size > 1 || places.size > 1)
      return { trouble: 'click_id_twice', concerns: seen.map(({ kind, source, key }) => ({ kind, source, key })) }
    const [place] = places.values()
    // The id itself is one person's: enough of it to be found again.
    const value = `${asked.name} ${asked.value.slice(0, 6)}…`
    if (place) return { place, evidence: { kind: 'click_id', tier: 'deterministic', value, score: null } }
  }
  return undefined
}

function placeOfTouch(
  { place, source, refcodes, happenedAt }: ClickSeen,
  find: (codes: Codes) => Finding,
): Place | null {
  const { channel, campaign = null, adSet = null, ad = null, creative = null } = place
  if (channel && (campaign ?? ad ?? creative) !== null)
    return { ...placeIn(channel as CreditChannel), source, campaign, adSet, ad, creative }
  return find({ happenedAt, refcodes, clickIds: {}, form: null, region: null }).place
}
