/** Keeps many ids in little room: sorted, each as the distance to the one before, in base 36. Only for ids of digits. */
export function packIds(ids: ReadonlySet<string>): string {
  let before = 0n
  return [...ids]
    .map(BigInt)
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
    .map((id) => {
      const step = (id - before).toString(36)
      before = id
      return step
    })
    .join(',')
}

export function unpackIds(packed: string): Set<string> {
  const ids = new Set<string>()
  let at = 0n
  if (packed !== '')
    for (const step of packed.split(',')) {
      at += fromBase36(step)
      ids.add(at.toString())
    }
  return ids
}

/** A base-36 number as one exact number: parseInt would round beyond 2^53. */
function fromBase36(text: string): bigint {
  let value = 0n
  for (const digit of text) value = value * 36n + BigInt(parseInt(digit, 36))
  return value
}
