import { splitMinor } from '../attribution/models/index.ts'

/**
 * Shares in percent with two places that add up to exactly 100: largest remainder, ties to the earlier. What is below 0 has no
 * share; none where nothing is above 0.
 */
export function percentShares(amounts: readonly number[]): number[] {
  const positive = amounts.map((amount) => Math.max(0, amount))
  const total = positive.reduce((sum, amount) => sum + amount, 0)
  if (total <= 0) return amounts.map(() => 0)
  return splitMinor(
    10_000,
    positive.map((amount) => amount / total),
  ).map((hundredths) => hundredths / 100)
}

/** Adds shares up without the noise of binary fractions. */
export const sumOfShares = (shares: readonly number[]): number =>
  shares.reduce((sum, share) => sum + Math.round(share * 100), 0) / 100
