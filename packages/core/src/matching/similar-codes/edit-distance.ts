/**
 * How many letters must be put in, left out, changed or swapped with their neighbour to make one text of the other, no part twice:
 * the optimal string alignment distance (Damerau 1964; Boytsov 2011, section 2.2).
 */
export function editDistance(a: string, b: string): number {
  if (a === b) return 0
  const width = b.length + 1
  let [before, above, row] = [new Uint16Array(width), new Uint16Array(width), new Uint16Array(width)]
  for (let j = 0; j < width; j++) above[j] = j
  for (let i = 1; i <= a.length; i++) {
    row[0] = i
    const letter = a.charCodeAt(i - 1)
    for (let j = 1; j < width; j++) {
      const other = b.charCodeAt(j - 1)
      let least = Math.min(above[j]! + 1, row[j - 1]! + 1, above[j - 1]! + (letter === other ? 0 : 1))
      if (i > 1 && j > 1 && letter === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === other)
        least = Math.min(least, before[j - 2]! + 1)
      row[j] = least
    }
    ;[before, above, row] = [above, row, before]
  }
  return above[b.length]!
}

/** 1 for equal texts, 0 for those that have nothing in common; two empty ones are equal. */
export function editSimilarity(a: string, b: string): number {
  const longest = Math.max(a.length, b.length)
  return longest === 0 ? 1 : 1 - editDistance(a, b) / longest
}
