/** How thick the whole is where everything has poured in. */
const whole = 44

/**
 * Where the strokes of touches lie, one on the other, where they pour into the gift: the first lowest, so that none crosses another.
 * Thickness is the share of credit; a share of nothing is a hairline; what does not count has no stroke. Pure.
 */
export function stackStrokes(touches: readonly { share: number; counts: boolean }[], bottom: number) {
  const counted = touches.filter(({ counts }) => counts).length
  const gap = counted > 24 ? 0 : 1.5
  // Hairlines of very many together are no thicker than the whole.
  const least = Math.min(1, whole / (2 * Math.max(1, counted)))
  let y = bottom
  return touches.map(({ share, counts }) => {
    if (!counts) return null
    const thickness = Math.max(least, Math.abs(share) * whole)
    const middle = y - thickness / 2
    y -= thickness + gap
    return { y: middle, thickness }
  })
}

/** The way of a stroke: down from its mark, round the bend and along to the gift. */
export function strokePath(x: number, top: number, y: number, end: number): string {
  const bend = Math.min(56, Math.max(0, end - x))
  const down = top + (y - top) * 0.72
  return `M${x} ${top}C${x} ${down} ${x + bend * 0.14} ${y} ${x + bend} ${y}H${end}`
}
