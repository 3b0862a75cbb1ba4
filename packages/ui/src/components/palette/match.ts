/** Where a query is found in a label, as parts of it in order; undefined when it is not there. Words' beginnings win. */
export function matchParts(label: string, query: string): { text: string; hit: boolean }[] | undefined {
  const wanted = query.trim().toLowerCase()
  if (wanted === '') return [{ text: label, hit: false }]
  const lower = label.toLowerCase()
  const atWord = lower.startsWith(wanted) ? 0 : lower.indexOf(` ${wanted}`) + 1
  const at = lower.startsWith(wanted) ? 0 : atWord > 0 ? atWord : lower.indexOf(wanted)
  if (at < 0) return undefined
  return [
    { text: label.slice(0, at), hit: false },
    { text: label.slice(at, at + wanted.length), hit: true },
    { text: label.slice(at + wanted.length), hit: false },
  ].filter((part) => part.text !== '')
}
