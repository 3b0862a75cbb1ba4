/** One or two letters that stand for a client: the beginnings of its first two words of weight. */
export function initialsOf(name: string): string {
  const words = name.split(/[\s\-–]+/).filter((word) => /^\p{L}/u.test(word) && !small.has(word.toLowerCase()))
  const [first = name, second] = words
  return ([...first][0] ?? '').toUpperCase() + (second ? ([...second][0] ?? '').toUpperCase() : '')
}
const small = new Set(['for', 'of', 'the', 'and', 'to', 'a', 'in'])
