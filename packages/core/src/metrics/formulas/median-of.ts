/**
 * The middle of values that occur so often: half are smaller, half larger; between two, their mean. Undefined of nothing.
 * @example medianOf([{ value: 5, times: 2 }, { value: 9, times: 1 }]) // 5
 */
export function medianOf(values: readonly { value: number; times: number }[]): number | undefined {
  const sorted = values.filter(({ times }) => times > 0).toSorted((a, b) => a.value - b.value)
  const n = sorted.reduce((sum, { times }) => sum + times, 0)
  if (n === 0) return undefined
  const at = (place: number): number => {
    let before = 0
    for (const { value, times } of sorted) if (place < (before += times)) return value
    return NaN
  }
  return (at(Math.ceil(n / 2) - 1) + at(Math.floor(n / 2))) / 2
}
