const accuracy = 1e-14
const tiny = 1e-300
const longest = 20_000

const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] as const

/** ln Γ(x) for x > 0: Lanczos (1964), g = 7, nine coefficients, about 15 digits. */
function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x)
  const at = x - 1
  let sum: number = lanczos[0]
  for (let i = 1; i < lanczos.length; i++) sum += (lanczos[i] as number) / (at + i)
  const t = at + 7.5
  return 0.5 * Math.log(2 * Math.PI) + (at + 0.5) * Math.log(t) - t + Math.log(sum)
}

/** Both regularised incomplete gamma functions, P(a, x) and Q(a, x) = 1 − P, each without cancellation: DLMF 8.7.1 and 8.9.2. */
export function incompleteGamma(a: number, x: number): { lower: number; upper: number } {
  if (x <= 0) return { lower: 0, upper: 1 }
  const front = Math.exp(-x + a * Math.log(x) - logGamma(a))
  if (x < a + 1) {
    let term = 1 / a
    let sum = term
    for (let n = 1; n < longest && term > sum * accuracy; n++) sum += term *= x / (a + n)
    const lower = Math.min(1, sum * front)
    return { lower, upper: 1 - lower }
  }
  let b = x + 1 - a
  let c = 1 / tiny
  let d = 1 / b
  let fraction = d
  for (let i = 1; i < longest; i++) {
    const numerator = -i * (i - a)
    b += 2
    d = 1 / notZero(numerator * d + b)
    c = notZero(b + numerator / c)
    fraction *= d * c
    if (Math.abs(d * c - 1) < accuracy) break
  }
  const upper = Math.min(1, front * fraction)
  return { lower: 1 - upper, upper }
}

/** The regularised incomplete beta function I_x(a, b): the continued fraction of DLMF 8.17.22 by Lentz's method. */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a)
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x))
  let c = 1
  let d = 1 / notZero(1 - ((a + b) * x) / (a + 1))
  let fraction = d
  for (let m = 1; m < longest; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    for (const numerator of [even, odd]) {
      d = 1 / notZero(1 + numerator * d)
      c = notZero(1 + numerator / c)
      fraction *= d * c
    }
    if (Math.abs(d * c - 1) < accuracy) break
  }
  return Math.min(1, (front * fraction) / a)
}

const notZero = (value: number): number => (Math.abs(value) < tiny ? tiny : value)
