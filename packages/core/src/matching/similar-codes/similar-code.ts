import type { Claim } from '../claims.ts'
import { candidatesFor, signsOf, type Candidate, type Signs } from './candidates.ts'
import { indexCodes, type CodeIndex } from './code-index.ts'
import { calibrated, rawScore, type FittedWeights } from './weigh-candidate.ts'

/** The likeliest meaning of a code that nobody carries. */
export interface Similar {
  /** The code that is carried, and by whom. */
  code: string
  claim: Claim
  /** The probability that it is meant, 0–1. */
  score: number
  signs: Signs
}

/**
 * @param happenedAt of the conversion, milliseconds since 1970
 * @param channel what is known already; a code of another one is not meant
 */
export type FindSimilar = (code: string, happenedAt: number, channel: string | null) => Similar | undefined

/** Codes of one kind are compared with each other only: parameters of UTM have a form of their own. */
const isUtm = (code: string): boolean => code.startsWith('utm:')
const bare = (code: string): string => (isUtm(code) ? code.slice('utm:'.length) : code)

/**
 * Scores codes that nobody carries by those that somebody does. The index is made when it is first needed; what is alike is kept by
 * code, since many gifts bring the same one.
 * @param codes every code that leads somewhere, in its normal form
 */
export function similarCodes(
  codes: ReadonlyMap<string, Claim>,
  fitted: Pick<FittedWeights, 'weights' | 'calibration'>,
): FindSimilar {
  const indexes = new Map<boolean, CodeIndex>()
  const indexOf = (utm: boolean): CodeIndex => {
    const made = indexes.get(utm) ?? indexCodes([...codes.keys()].filter((code) => isUtm(code) === utm).map(bare))
    indexes.set(utm, made)
    return made
  }
  const known = new Map<string, readonly Candidate[]>()
  const candidates = (code: string): readonly Candidate[] => {
    const made =
      known.get(code) ??
      candidatesFor(bare(code), indexOf(isUtm(code)), (carried) => codes.get(isUtm(code) ? `utm:${carried}` : carried))
    if (known.size > 50_000) known.clear()
    known.set(code, made)
    return made
  }
  return (code, happenedAt, channel) => {
    const all = candidates(code).filter(({ claim }) => channel === null || claim.channel === channel)
    let best: Similar | undefined
    for (const candidate of all) {
      const signs = signsOf(candidate, all, happenedAt)
      const score = rawScore(signs, fitted.weights)
      if (!best || score > best.score) best = { code: candidate.code, claim: candidate.claim, score, signs }
    }
    return best && { ...best, score: calibrated(best.score, fitted.calibration) }
  }
}
