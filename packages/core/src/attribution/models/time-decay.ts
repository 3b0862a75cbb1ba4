import type { Weigh } from './journey.ts'

const secondsPerDay = 86_400

/**
 * A touch is worth half of one that came a half-life later: 2^(−t/H), normalised. Continuous, not stepped by whole half-lives. Counted
 * from the last touch, which changes no share and keeps journeys of decades from vanishing.
 */
export const timeDecay = (halfLifeDays: number): Weigh => {
  const perSecond = -Math.LN2 / (halfLifeDays * secondsPerDay)
  return ({ n, from, secondsBefore }, out) => {
    if (n === 0) return
    const last = secondsBefore[from + n - 1] as number
    let sum = 0
    for (let i = 0; i < n; i += 1) sum += out[i] = Math.exp(perSecond * ((secondsBefore[from + i] as number) - last))
    for (let i = 0; i < n; i += 1) out[i] = (out[i] as number) / sum
  }
}
