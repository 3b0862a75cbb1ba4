const hour = 3_600_000
/** Touches further apart than this stand in groups of their own, with a break between them. */
const apart = 12 * hour
const breakWidth = 64
/** Nearer than this two marks could not be told apart. */
const nearest = 26
const roomiest = 150
/** Half a mark and a little, at either end. */
const margin = 14

export interface PlacedTouches {
  width: number
  /** Where each moment stands, in the order given; the last is the end. */
  at: number[]
  /** Stretches drawn to scale, by the first and last moment in them. */
  groups: { first: number; last: number; from: number; to: number }[]
  /** Marked breaks and how long they are, in milliseconds. */
  breaks: { x: number; lasts: number }[]
}

/**
 * Places moments along a line: to scale within a group, except that marks never stand nearer than they can be told apart; between
 * groups a break of one width, whatever its length. Takes the width there is, or more where there are too many for it. Pure.
 * @param moments epoch milliseconds in time order, the end (the gift) last
 * @param fit everything within the width, however near marks come
 */
export function placeTouches(moments: readonly number[], width: number, fit = false): PlacedTouches {
  const groups = groupsOf(moments)
  const breaks = groups.length - 1
  const left = width - breaks * breakWidth
  const least = fit ? Math.max(1, Math.min(nearest, left / moments.length)) : nearest
  const each = Math.min(roomiest, Math.max(least, left / moments.length))
  const at: number[] = []
  const placed: PlacedTouches = { width: 0, at, groups: [], breaks: [] }
  let x = margin
  for (const [index, { first, last }] of groups.entries()) {
    const own = moments.slice(first, last + 1)
    const within = spread(own, (own.length - 1) * each, least)
    at.push(...within.map((offset) => x + offset))
    const to = x + (within.at(-1) ?? 0)
    placed.groups.push({ first, last, from: x, to })
    const next = groups[index + 1]
    // What follows the last mark of a group leaves room for its name.
    x = to + (next ? each * 0.8 : 0)
    if (!next) continue
    placed.breaks.push({ x: x + breakWidth / 2, lasts: (moments[next.first] ?? 0) - (moments[last] ?? 0) })
    x += breakWidth
  }
  placed.width = x + margin
  if (placed.width >= width) return placed
  // What is left over is shared by all, so that the end stands at the end.
  const share = (width - 2 * margin) / Math.max(1, placed.width - 2 * margin)
  const moved = (x: number) => (placed.width > 2 * margin ? margin + (x - margin) * share : width - margin)
  return {
    width,
    at: at.map(moved),
    groups: placed.groups.map((group) => ({ ...group, from: moved(group.from), to: moved(group.to) })),
    breaks: placed.breaks.map((each) => ({ ...each, x: moved(each.x) })),
  }
}

function groupsOf(moments: readonly number[]): { first: number; last: number }[] {
  const groups: { first: number; last: number }[] = []
  for (const [index, moment] of moments.entries()) {
    const group = groups.at(-1)
    if (group && moment - (moments[index - 1] ?? moment) <= apart) group.last = index
    else groups.push({ first: index, last: index })
  }
  return groups
}

/** Offsets of moments in a stretch of `width`, to scale where `least` allows it. `width` is at least `least` for each step. */
function spread(moments: readonly number[], width: number, least: number): number[] {
  const [begin = 0, end = 0] = [moments[0], moments.at(-1)]
  const offsets = moments.map((moment) => (end > begin ? ((moment - begin) / (end - begin)) * width : 0))
  for (let index = 1; index < offsets.length; index++)
    offsets[index] = Math.max(offsets[index]!, offsets[index - 1]! + least)
  const last = offsets.length - 1
  if (last > 0 && offsets[last]! > width) {
    offsets[last] = Math.max(width, last * least)
    for (let index = last - 1; index >= 0; index--)
      offsets[index] = Math.min(offsets[index]!, offsets[index + 1]! - least)
  }
  return offsets
}
