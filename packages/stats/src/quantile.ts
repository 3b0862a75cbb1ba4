/**
 * The value below which a share of all lies, between neighbours in proportion: Hyndman and Fan, The American Statistician 50 (1996),
 * definition 7, which R and percentile_cont use. Undefined of nothing.
 * @param sorted ascending
 */
export function quantile(sorted: ArrayLike<number>, share: number): number | undefined {
  if (sorted.length === 0) return undefined
  const at = (sorted.length - 1) * share
  const [below, above] = [sorted[Math.floor(at)]!, sorted[Math.ceil(at)]!]
  return below + (above - below) * (at - Math.floor(at))
}
