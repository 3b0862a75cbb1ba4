/**
 * The logarithm of the gamma function for x > 0, by Lanczos with g = 7 and nine terms; relative error below 1e-14.
 */
function logGamma(x: number): number {
  const terms = [
    0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
    12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
  ]
  const at = x - 1
  let sum = terms[0] ?? 0
  for (let i = 1; i < terms.length; i++) sum += (terms[i] ?? 0) / (at + i)
  const t = at + 7.5
  return 0.5 * Math.log(2 * Math.PI) + (at + 0.5) * Math.log(t) - t + Math.log(sum)
}

/** The regularised incomplete beta function: DLMF 8.17.22, by the modified method of Lentz. */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a)
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)) / a
  const tiny = 1e-300
  let c = 1
  let d = 1 / (1 - ((a + b) * x) / (a + 1) || tiny)
  let fraction = d
  for (let m = 1; m <= 500; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / (1 + even * d || tiny)
    c = 1 + even / c || tiny
    fraction *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / (1 + odd * d || tiny)
    c = 1 + odd / c || tiny
    fraction *= d * c
    if (Math.abs(d * c - 1) < 1e-15) break
  }
  return front * fraction
}

/** How likely Student's t with so many degrees of freedom (any number above 0) lies further from 0 than `t`. */
export function tTails(t: number, freedom: number): number {
  return incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5)
}

/** What Student's t lies beyond, on either side together, with probability `tails`: 0.05 for intervals of 95 %. */
export function tQuantile(tails: number, freedom: number): number {
  let [low, high] = [0, 1]
  while (tTails(high, freedom) > tails && high < 1e12) high *= 2
  for (let step = 0; step < 200 && high - low > 1e-13 * high; step++) {
    const middle = (low + high) / 2
    if (tTails(middle, freedom) > tails) low = middle
    else high = middle
  }
  return (low + high) / 2
}
