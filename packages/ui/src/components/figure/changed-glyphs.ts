/**
 * Each character of `next`, with what stood in its place in `was` where that differs. Places are counted from the right,
 * so that $999 → $1,000 rolls the digits that changed.
 * @example changedGlyphs('41', '42') // [{ text: '4', was: undefined }, { text: '2', was: '1' }]
 */
export function changedGlyphs(was: string, next: string): { text: string; was: string | undefined }[] {
  const offset = next.length - was.length
  return [...next].map((text, index) => {
    const before = was[index - offset] ?? ''
    return { text, was: before === text ? undefined : before }
  })
}
