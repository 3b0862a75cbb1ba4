import type { Place } from './place.ts'

/** How sure it is that a touch led to a conversion, best first. */
export const tiers = ['deterministic', 'probable', 'modelled', 'none'] as const
export type Tier = (typeof tiers)[number]

/** How it is known. */
export type EvidenceKind =
  | 'refcode'
  | 'refcode2'
  | 'click_id'
  | 'tracked_link'
  | 'campaign_member'
  | 'same_person'
  | 'rule'
  | 'decision'
  | 'similar_code'
  | 'utm'
  | 'branded_search'
  | 'time_and_place'
  | 'survey'

/** One reason to hold that a conversion came from a place, as it is shown to whoever asks. */
export interface Evidence {
  kind: EvidenceKind
  tier: Exclude<Tier, 'none'>
  /** What was compared: the code as sent, the rule's words, the similar code. Never anything personal. */
  value: string
  /** The probability that it is right, 0–1, where it is less than certain. */
  score: number | null
}

/** Why codes of a conversion name no place. Each is an outcome of its own; never a silent choice. */
export type Trouble =
  | 'no_code'
  | 'unknown_code'
  | 'two_claim_it'
  | 'click_id_twice'
  | 'below_threshold'
  /** Somebody said that it says nothing of where it came from. */
  | 'ignored'
  /** Somebody said whose it is, and that creative or campaign is there no more. */
  | 'decision_gone'

/** What the codes of one conversion say about where it came from. */
export interface Finding {
  place: Place | null
  tier: Tier
  evidence: Evidence[]
  /** Null where a place was found. */
  trouble: Trouble | null
  /** The records that it concerns: both creatives that claim a code, both visits with one click id. With a place: what other codes of it named instead. */
  concerns: readonly { kind: string; source: string; key: string }[]
}

/** What of a conversion is looked at. */
export interface Codes {
  /** Milliseconds since 1970. */
  happenedAt: number
  refcodes: Readonly<Record<string, string>>
  clickIds: Readonly<Record<string, { value: string; truncated: boolean }>>
  form: string | null
  region: string | null
}

/** Finds where a conversion came from by its codes. Pure: the same dictionary answers the same. */
export type FindPlace = (codes: Codes) => Finding
