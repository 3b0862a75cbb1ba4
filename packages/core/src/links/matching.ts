/** How a rule's value is held against a signal. A closed set: what a tenant writes can neither be a program nor run for ever. */
export const comparisons = ['is', 'begins', 'contains', 'like', 'under', 'given', 'missing'] as const
export type Comparison = (typeof comparisons)[number]

/** Both sides in lower case without the spaces around them. */
export const plain = (text: string): string => text.normalize('NFC').trim().toLowerCase()

/**
 * Does any of the signal's texts compare so with any of the values? Both come in `plain`.
 * @param texts what the signal says; none where it is not there
 */
export function compares(texts: readonly string[], comparison: Comparison, values: readonly string[]): boolean {
  if (comparison === 'given') return texts.length > 0
  if (comparison === 'missing') return texts.length === 0
  const holds = held[comparison]
  return texts.some((text) => values.some((value) => holds(text, value)))
}

const held: Readonly<Record<Exclude<Comparison, 'given' | 'missing'>, (text: string, value: string) => boolean>> = {
  is: (text, value) => text === value,
  begins: (text, value) => text.startsWith(value),
  contains: (text, value) => text.includes(value),
  like: globMatches,
  under: (text, value) => text === value || text.endsWith(`.${value}`),
}

/** `*` stands for any characters, also none; nothing else is special. Never slower than the two lengths multiplied. */
export function globMatches(text: string, glob: string): boolean {
  let [at, in_, star, mark] = [0, 0, -1, 0]
  while (at < text.length) {
    if (in_ < glob.length && glob[in_] === '*') [star, mark, in_] = [in_, at, in_ + 1]
    else if (in_ < glob.length && glob[in_] === text[at]) [at, in_] = [at + 1, in_ + 1]
    else if (star >= 0) [mark, at, in_] = [mark + 1, mark + 1, star + 1]
    else return false
  }
  while (glob[in_] === '*') in_ += 1
  return in_ === glob.length
}
