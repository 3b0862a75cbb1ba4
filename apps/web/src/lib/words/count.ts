/** The word for one or for several. */
export const plural = (count: number, one: string, many: string) => (count === 1 ? one : many)

const smallNumbers = [
  'No',
  'One',
  'Two',
  'Three',
  'Four',
  'Five',
  'Six',
  'Seven',
  'Eight',
  'Nine',
  'Ten',
  'Eleven',
  'Twelve',
]

/** A count that begins a sentence: in letters up to twelve. */
export function countWord(count: number): string {
  return smallNumbers[count] ?? String(count)
}
