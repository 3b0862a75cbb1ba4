import { checkBins, measureMatching } from '../../packages/core/src/matching/testing/check-matching.ts'
import type { Proof } from '../proof.ts'

const gifts = 1_000
const percent = (share: number): string => `${(share * 100).toFixed(2)} %`

/** One case is one labelled world, none of which anything was fitted on. */
export const proof: Proof = {
  id: 'matching',
  claim:
    'labelled worlds of damaged codes, none of them fitted on: in each tenth of the score stated and realised precision differ by 5 points at most, with 500 matches and more; of dollars with a deterministic id 99 % and more are at the right creative',
  cases: 6_000,
  chunk: 3_000,
  async check(from, count, say) {
    const seeds = Array.from({ length: count }, (_, n) => `proof ${from + n}`)
    const { bins, deterministicRight, probableRight, probableShare } = measureMatching(seeds, gifts)
    for (const { n, stated, realised } of bins)
      say(`${n} matches: ${percent(stated)} stated, ${percent(realised)} right`)
    say(`deterministic: ${percent(deterministicRight)} of dollars right`)
    say(
      `probable: ${percent(probableRight)} of dollars right; ${percent(probableShare)} of those with a code that nobody carries`,
    )
    checkBins(bins, { points: 5, least: 500 })
    if (deterministicRight < 0.99) throw new Error(`deterministic: ${percent(deterministicRight)} of dollars right`)
  },
}
