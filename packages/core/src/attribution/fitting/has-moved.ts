import type { Fit } from '../models/index.ts'

/** Shares of a channel that differ by less are the same: credit is not restated for noise. */
const noticeable = 0.02

/** Whether a fit says something noticeably else than the one before: the share that a channel would have of a journey through all. */
export function hasMoved(before: Fit | undefined, after: Fit): boolean {
  if (!before || before.sure !== after.sure) return true
  const [was, is] = [sharesOf(before), sharesOf(after)]
  return [...new Set([...was.keys(), ...is.keys()])].some(
    (channel) => Math.abs((is.get(channel) ?? 0) - (was.get(channel) ?? 0)) > noticeable,
  )
}

function sharesOf({ channels }: Fit): Map<string, number> {
  const scores = Object.entries(channels).map(([channel, { score }]) => [channel, score] as const)
  const sum = scores.reduce((total, [, score]) => total + score, 0)
  return new Map(scores.map(([channel, score]) => [channel, sum > 0 ? score / sum : 0]))
}
