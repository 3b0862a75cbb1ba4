import { touchTypes } from '@throughline/canonical'
import type { Journey } from '../journey.ts'
import { directChannels } from '../last-non-direct.ts'
import type { Rule } from './rule.ts'
import { amountOf, holds, type TouchAt } from './touch-at.ts'

/** Why rules give a journey no weights, and which of its touches (0 is the first) and which line it concerns. */
export interface RuleTrouble {
  kind: 'divides_by_zero' | 'below_zero' | 'too_large' | 'all_zero'
  /** Null where it is no one line's: all touches have 0. */
  line: number | null
  touch: number | null
}

/** Writes the weights of a journey by its rules, together 1; or says why there are none, and then what it wrote means nothing. */
export type ApplyRules = (journey: Journey, out: Float64Array) => RuleTrouble | null

/**
 * Compiles rules for columns whose channel numbers are indices into `channels` and whose types are indices into the canonical touch types.
 * Rules of channels that are not among them fit nothing.
 */
export function compileRules(rules: readonly Rule[], channels: readonly string[]): ApplyRules {
  const numbersOf = (word: 'channel' | 'type', values: readonly string[]): ReadonlySet<number> => {
    const names: readonly string[] = word === 'channel' ? channels : touchTypes
    return new Set(names.flatMap((name, i) => (values.includes(name) ? [i] : [])))
  }
  const compiled = rules.map(({ line, when, weight }) => ({
    line,
    fits: when === null ? () => true : holds(when, numbersOf),
    weight: amountOf(weight),
  }))
  const isDirect = directChannels(channels)
  const ofChannel = new Uint32Array(channels.length)
  const before = new Uint32Array(channels.length)
  const weightOf = (at: TouchAt): { weight: number; line: number } => {
    for (const { line, fits, weight } of compiled) {
      const fit = fits(at)
      if (at.dividedByZero) return { weight: NaN, line }
      if (fit) return { weight: weight(at), line }
    }
    return { weight: 0, line: 0 }
  }
  return (journey, out) => {
    const { from, n, channel } = journey
    ofChannel.fill(0)
    before.fill(0)
    let different = 0
    for (let i = 0; i < n; i += 1) {
      const c = channel[from + i] as number
      if (ofChannel[c] === 0) different += 1
      ofChannel[c] = (ofChannel[c] as number) + 1
    }
    const at: TouchAt = {
      journey,
      i: 0,
      channel: 0,
      isDirect: false,
      ofChannelBefore: 0,
      ofChannel: 0,
      channels: different,
      dividedByZero: false,
    }
    let largest = 0
    for (let i = 0; i < n; i += 1) {
      const c = channel[from + i] as number
      at.i = i
      at.channel = c
      at.isDirect = isDirect[c] === 1
      at.ofChannelBefore = before[c] as number
      at.ofChannel = ofChannel[c] as number
      before[c] = at.ofChannelBefore + 1
      const { weight, line } = weightOf(at)
      if (at.dividedByZero) return { kind: 'divides_by_zero', line, touch: i }
      if (!Number.isFinite(weight)) return { kind: 'too_large', line, touch: i }
      if (weight < 0) return { kind: 'below_zero', line, touch: i }
      out[i] = weight
      largest = Math.max(largest, weight)
    }
    if (n === 0) return null
    if (largest === 0) return { kind: 'all_zero', line: null, touch: null }
    // By the largest first, so that neither a sum overflows nor tiny weights vanish.
    let sum = 0
    for (let i = 0; i < n; i += 1) sum += out[i] = (out[i] as number) / largest
    for (let i = 0; i < n; i += 1) out[i] = (out[i] as number) / sum
    return null
  }
}
