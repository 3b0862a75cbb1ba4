/** One bar of a stacked chart, its layers from the bottom, in shares (0–1) of the tallest bar. */
export interface StackedBar {
  layers: { name: string; n: number; share: number }[]
  n: number
}

/** So many names have a colour of their own; the rest are one layer, at the top. */
export const coloured = 6

/**
 * Bars of counts by name, each layer in the same order everywhere. What is below zero (an import that was taken back) is no layer.
 * @param order names, the most frequent first
 */
export function stackBars(
  buckets: readonly Readonly<Record<string, number>>[],
  order: readonly string[],
  others: string,
): { bars: StackedBar[]; names: string[]; top: number } {
  const own = order.slice(0, coloured)
  const rest = new Set(order.slice(coloured))
  const names = rest.size > 0 ? [...own, others] : own
  const counted = buckets.map((bucket) => {
    const layers = own.map((name) => ({ name, n: Math.max(0, bucket[name] ?? 0) }))
    const more = Object.entries(bucket).reduce((sum, [name, n]) => sum + (rest.has(name) ? Math.max(0, n) : 0), 0)
    if (rest.size > 0) layers.push({ name: others, n: more })
    return { layers, n: layers.reduce((sum, { n }) => sum + n, 0) }
  })
  const top = Math.max(0, ...counted.map(({ n }) => n))
  const bars = counted.map(({ layers, n }) => ({
    n,
    layers: layers.filter((layer) => layer.n > 0).map((layer) => ({ ...layer, share: layer.n / top })),
  }))
  return { bars, names, top }
}
