/** Remainders are compared in billionths of a unit: closer is noise of floating point, and so a tie. */
const grains = 1e9
/** Up to so many touches the largest remainders are picked one by one; beyond, sorted. */
const fewTouches = 24

/**
 * Splits a whole amount of minor units, of either sign, by weights that add up to 1: largest remainder, ties to the earlier touch. The
 * parts add up to the amount exactly, and the split of −x is that of x negated, so a full refund takes back every cent where it was.
 * @param out gets the parts in [0, n); it may be an array that was used before. Nothing where n is 0: nobody is there to be given to
 * @throws RangeError where the amount is no safe integer
 */
export function splitMinorInto(amount: number, weights: Float64Array, n: number, out: Float64Array): void {
  if (!Number.isSafeInteger(amount)) throw new RangeError(`an amount is a whole number of minor units, not ${amount}`)
  if (n === 0) return
  const size = Math.abs(amount)
  const sign = amount < 0 ? -1 : 1
  let left = size
  for (let i = 0; i < n; i += 1) {
    const part = Math.min(left, Math.floor(size * (weights[i] as number)))
    out[i] = part
    left -= part
  }
  // Only where weights are off by more than the amount can bear is more left than touches: the rest by the same weights.
  for (let over = left; over >= n && over > 0;) {
    let given = 0
    for (let i = 0; i < n; i += 1) {
      const part = Math.min(over - given, Math.floor(over * (weights[i] as number)))
      out[i] = (out[i] as number) + part
      given += part
    }
    if (given === 0) break
    left -= given
    over = left
  }
  if (left > 0) give(size, weights, n, out, left)
  if (sign < 0) for (let i = 0; i < n; i += 1) out[i] = out[i] === 0 ? 0 : -(out[i] as number)
}

/**
 * The same as a new array of safe integers. @example splitMinor(100, [1/3, 1/3, 1/3]) // [34, 33, 33]
 * @throws RangeError where the amount is no safe integer
 */
export function splitMinor(amount: number, weights: ArrayLike<number>): number[] {
  const out = new Float64Array(weights.length)
  splitMinorInto(amount, Float64Array.from(weights), weights.length, out)
  return Array.from(out)
}

/** What one conversion counts, in millionths: what counts are split in, so that they too add up exactly. */
export const oneConversion = 1_000_000

let order = new Float64Array(1024)

/** One unit each to the `left` touches of the largest remainders. */
function give(size: number, weights: Float64Array, n: number, out: Float64Array, left: number): void {
  const key = (i: number): number => {
    const weight = weights[i] as number
    return weight <= 0 ? 0 : 1 + Math.round((size * weight - Math.floor(size * weight)) * grains)
  }
  if (order.length < n) order = new Float64Array(2 * n)
  if (n <= fewTouches) {
    for (let i = 0; i < n; i += 1) order[i] = key(i)
    for (let unit = 0; unit < left; unit += 1) {
      let best = 0
      for (let i = 1; i < n; i += 1) if ((order[i] as number) > (order[best] as number)) best = i
      out[best] = (out[best] as number) + 1
      order[best] = -1
    }
    return
  }
  for (let i = 0; i < n; i += 1) order[i] = (2 + grains - key(i)) * n + i
  const sorted = order.subarray(0, n).sort()
  for (let unit = 0; unit < left; unit += 1) {
    const best = (sorted[unit] as number) % n
    out[best] = (out[best] as number) + 1
  }
}
