import { makeMatchingWorld } from '@throughline/world/matching'
import { buildDictionary } from '../build-dictionary.ts'
import type { Similar } from '../similar-codes/similar-code.ts'
import { usualRules } from '../refcode-rules.ts'
import type { Codes, Finding } from '../../attribution/evidence.ts'

/** One gift of a labelled world, what was found for it, and whether that is true. */
export interface LabelledFinding {
  finding: Finding
  amountMinor: number
  /** The likeliest meaning of its code where nobody carries it. */
  similar: Similar | undefined
  /** Whether the place found names the creative (the campaign, where it names no creative) that led to the gift. */
  isRight: boolean
  isSimilarRight: boolean
}

/** Matches the gifts of a world and holds what was found against what is true. */
export function labelWorld(seed: string, gifts: number): LabelledFinding[] {
  const world = makeMatchingWorld(seed, { gifts })
  const { find, suggest } = buildDictionary({ ...world, links: [], rules: usualRules, decisions: new Map() })
  return world.gifts.map(({ happenedAt, refcodes, amountMinor, truth }) => {
    const codes: Codes = { happenedAt, refcodes, clickIds: {}, form: null, region: null }
    const finding = find(codes)
    const asked = refcodes['refcode'] ?? ''
    const isOpen =
      asked !== '' &&
      (finding.tier !== 'deterministic' || finding.evidence[0]?.kind === 'rule') &&
      finding.trouble !== 'two_claim_it'
    const similar = isOpen ? suggest(asked, happenedAt) : undefined
    return {
      ...{ finding, amountMinor, similar },
      isRight: isTrue(finding.place, truth),
      isSimilarRight: similar !== undefined && isTrue(similar.claim, truth),
    }
  })
}

function isTrue(
  place: { creative: string | null; campaign: string | null } | null,
  truth: { creative: string; campaign: string } | null,
): boolean {
  if (!place || !truth) return false
  return place.creative === null ? place.campaign === truth.campaign : place.creative === truth.creative
}
