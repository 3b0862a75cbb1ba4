import type { Weigh } from './journey.ts'

/**
 * Shares a journey among its channels in proportion to their scores, each channel once however often it occurs, and a channel's share
 * evenly among its touches: what was measured is what a channel's presence does. Where no channel has a score, every touch the same.
 */
export const byChannel = (scores: Float64Array): Weigh => {
  const touches = new Uint32Array(scores.length)
  return ({ n, from, channel }, out) => {
    if (n === 0) return
    let sum = 0
    for (let i = 0; i < n; i += 1) {
      const c = channel[from + i] as number
      const before = touches[c] as number
      if (before === 0) sum += scores[c] as number
      touches[c] = before + 1
    }
    for (let i = 0; i < n; i += 1) {
      const c = channel[from + i] as number
      out[i] = sum > 0 ? (scores[c] as number) / ((touches[c] as number) * sum) : 1 / n
    }
    for (let i = 0; i < n; i += 1) touches[channel[from + i] as number] = 0
  }
}
