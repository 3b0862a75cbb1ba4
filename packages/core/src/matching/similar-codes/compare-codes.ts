import { editDistance, editSimilarity } from './edit-distance.ts'

/** A code taken apart once, for being compared with many. In its normal form. */
export interface CodeParts {
  code: string
  /** Letters and digits alone. */
  compact: string
  letters: string
  digits: string
  tokens: readonly string[]
  /** Runs of letters: the words that a client makes its codes of. */
  words: readonly string[]
}

export function partsOf(code: string): CodeParts {
  const compact = code.replace(/[^\p{L}\p{N}]/gu, '')
  return {
    code,
    compact,
    letters: compact.replace(/\p{N}/gu, ''),
    digits: compact.replace(/\P{N}/gu, ''),
    words: compact.length === 0 ? [] : (code.match(/\p{L}+/gu) ?? []),
    tokens: code.split(/[^\p{L}\p{N}]+/u).filter((token) => token !== ''),
  }
}

/** In which respects a code that came is like one that is carried; each 0–1 but the last two. */
export const likenesses = [
  'edit',
  'oneEdit',
  'letters',
  'digits',
  'sameLetters',
  'sameDigits',
  'sameCompact',
  'cutAfter',
  'cutBefore',
  'longer',
  'tokens',
  'sameTokens',
  'siblings',
  'variant',
  'worstWord',
  'otherWord',
  'length',
] as const
export type Likeness = Record<(typeof likenesses)[number], number>

/** @param came the code of the conversion; `carried` one that a creative carries */
export function compareCodes(came: CodeParts, carried: CodeParts): Likeness {
  const [a, b] = [came.compact, carried.compact]
  const sameLetters = came.letters === carried.letters
  const sameDigits = came.digits === carried.digits
  const longEnough = a.length >= 6
  const distance = editDistance(a, b)
  const shared = overlap(came.tokens, carried.tokens)
  // A slip leaves a word like what it was; another word in its place is another creative's code.
  const worstWord = came.words.reduce((worst, word) => Math.min(worst, nearest(word, carried.words)), 1)
  return {
    edit: 1 - distance / Math.max(a.length, b.length, 1),
    oneEdit: +(distance === 1),
    letters: editSimilarity(came.letters, carried.letters),
    digits: editSimilarity(came.digits, carried.digits),
    sameLetters: +sameLetters,
    sameDigits: +sameDigits,
    sameCompact: +(a === b),
    cutAfter: longEnough && a !== b && b.startsWith(a) ? a.length / b.length : 0,
    cutBefore: longEnough && a !== b && b.endsWith(a) ? a.length / b.length : 0,
    longer: b.length >= 6 && a !== b && (a.startsWith(b) || a.endsWith(b)) ? b.length / a.length : 0,
    tokens: shared,
    sameTokens: +(shared === 1),
    // Codes are numbered through: the same words with other numbers are another creative's more often than not.
    siblings: +(sameLetters && !sameDigits),
    variant: +isVariant(came.tokens, carried.tokens),
    ...{ worstWord, otherWord: +(worstWord < 0.5) },
    length: Math.min(a.length, 40) / 40,
  }
}

/** How alike two codes look before anything is weighed: what candidates are ordered by. */
export const looksAlike = ({ edit, cutAfter, cutBefore, longer, sameTokens }: Likeness): number =>
  Math.max(
    edit,
    cutAfter && 0.6 + 0.4 * cutAfter,
    cutBefore && 0.6 + 0.4 * cutBefore,
    longer && 0.6 + 0.4 * longer,
    sameTokens * 0.97,
  )

/** How like the likest of several words is; one that a cut left the beginning of counts as that word. */
function nearest(word: string, words: readonly string[]): number {
  let best = 0
  for (const other of words) {
    if (other.startsWith(word) || other.endsWith(word)) return 1
    best = Math.max(best, editSimilarity(word, other))
  }
  return best
}

/** `…_a` beside `…_b`: one part differs, and it only counts on. */
function isVariant(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false
  const differing = a.flatMap((token, at) => (token === b[at] ? [] : [at]))
  const [at = 0] = differing
  return differing.length === 1 && counts.test(a[at] ?? '') && counts.test(b[at] ?? '')
}
const counts = /^(?:\p{L}|\p{L}?\d{1,3})$/u

function overlap(a: readonly string[], b: readonly string[]): number {
  const [left, right] = [new Set(a), new Set(b)]
  const both = [...left].filter((token) => right.has(token)).length
  return both / Math.max(1, left.size + right.size - both)
}
