import type { Weigh } from './journey.ts'

type Mark = 'first' | 'last' | 'lead' | 'opportunity' | 'close'

/**
 * Fixed shares for marked touches, and one share spread evenly over the rest. A touch that holds two marks has both shares. Where a
 * mark is missing, or no touch is left for the rest, what remains is scaled up to 1.
 */
export const shape = (shares: Partial<Record<Mark, number>>, rest: number): Weigh => {
  const { first = 0, last = 0, lead = 0, opportunity = 0, close = 0 } = shares
  return (journey, out) => {
    const { n } = journey
    if (n === 0) return
    out.fill(0, 0, n)
    if (first > 0) give(out, n, 0, first)
    if (lead > 0) give(out, n, journey.lead, lead)
    if (opportunity > 0) give(out, n, journey.opportunity, opportunity)
    if (close > 0) give(out, n, journey.close, close)
    if (last > 0) give(out, n, n - 1, last)
    let held = 0
    let unmarked = 0
    for (let i = 0; i < n; i += 1) {
      if (out[i] === 0) unmarked += 1
      else held += out[i] as number
    }
    const total = held + (unmarked > 0 ? rest : 0)
    const each = rest / unmarked / total
    for (let i = 0; i < n; i += 1) out[i] = out[i] === 0 ? each : (out[i] as number) / total
  }
}

function give(out: Float64Array, n: number, at: number, share: number): void {
  if (at >= 0 && at < n) out[at] = (out[at] as number) + share
}
