/** An estimate with what it may lie between, at 95 % unless said otherwise. */
export interface Interval {
  low: number
  high: number
}
export interface Estimate extends Interval {
  value: number
}

/** Of the normal distribution, 97.5 % lies below this: what intervals of 95 % are drawn with. */
export const z95 = 1.959963984540054
