import { words } from '#lib/words.ts'

type Degree = keyof typeof words.attribution.disagreements

/** How far models are apart, in a word: `index` is the share of net on which two of them differ, on average (0–1). */
export function disagreementOf(index: number): Degree {
  if (index < 0.005) return 'same'
  if (index < 0.1) return 'little'
  if (index < 0.25) return 'some'
  return index < 0.6 ? 'much' : 'wholly'
}
