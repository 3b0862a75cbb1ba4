import { labelWorld, type LabelledFinding } from './label-world.ts'

/** Scores of one tenth of [0, 1] and how often they were right. */
export interface ScoreBin {
  n: number
  /** Their mean: the precision that they state. */
  stated: number
  /** The share that was right. */
  realised: number
}

export interface MatchingFigures {
  bins: ScoreBin[]
  /** Of dollars found by a deterministic id, the share at the right creative. */
  deterministicRight: number
  /** Of dollars credited as probable, the share at the right creative. */
  probableRight: number
  /** Of dollars whose code nobody carries though their creative is known to somebody or not, the share credited as probable. */
  probableShare: number
}

/** Matches labelled worlds that nothing was fitted on. */
export function measureMatching(seeds: readonly string[], gifts: number): MatchingFigures {
  const sums = Array.from({ length: 10 }, () => ({ n: 0, stated: 0, right: 0 }))
  const dollars = { sure: 0, sureRight: 0, probable: 0, probableRight: 0, open: 0 }
  for (const seed of seeds)
    for (const each of labelWorld(seed, gifts)) {
      addBin(sums, each)
      addDollars(dollars, each)
    }
  return {
    bins: sums.map(({ n, stated, right }) => ({
      n,
      stated: stated / Math.max(1, n),
      realised: right / Math.max(1, n),
    })),
    deterministicRight: dollars.sureRight / dollars.sure,
    probableRight: dollars.probableRight / dollars.probable,
    probableShare: dollars.probable / dollars.open,
  }
}

function addBin(
  sums: { n: number; stated: number; right: number }[],
  { similar, isSimilarRight }: LabelledFinding,
): void {
  const bin = similar && sums[Math.min(9, Math.floor(similar.score * 10))]
  if (!similar || !bin) return
  bin.n++
  bin.stated += similar.score
  if (isSimilarRight) bin.right++
}

function addDollars(
  dollars: { sure: number; sureRight: number; probable: number; probableRight: number; open: number },
  { finding, amountMinor, isRight, similar }: LabelledFinding,
): void {
  const byId = finding.tier === 'deterministic' && finding.evidence[0]?.kind !== 'rule'
  if (byId) {
    dollars.sure += amountMinor
    if (isRight) dollars.sureRight += amountMinor
  }
  if (similar) dollars.open += amountMinor
  if (finding.tier === 'probable') {
    dollars.probable += amountMinor
    if (isRight) dollars.probableRight += amountMinor
  }
}

/** @throws Error where stated and realised precision of a bin differ by more than `points`, or it holds fewer than `least`. */
export function checkBins(bins: readonly ScoreBin[], { points, least }: { points: number; least: number }): void {
  for (const [at, { n, stated, realised }] of bins.entries()) {
    const bin = `scores from ${at / 10} to ${(at + 1) / 10}`
    if (n < least) throw new Error(`${bin}: ${n} matches, fewer than ${least}`)
    if (Math.abs(stated - realised) * 100 > points)
      throw new Error(`${bin}: ${(stated * 100).toFixed(1)} % stated, ${(realised * 100).toFixed(1)} % right, of ${n}`)
  }
}
