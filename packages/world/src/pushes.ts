import type { Rng } from '@throughline/stats'

/** How much harder a client asks on a day than on others: 0 on most, more where an email or a text goes out. */
export type Pushes = (day: string) => number

export function pushesOf(rng: Rng): Pushes {
  const known = new Map<string, number>()
  return (day) => {
    const found = known.get(day)
    if (found !== undefined) return found
    const draw = rng.split(`push ${day}`)
    const push = draw.chance(0.28) ? 0.6 + 1.6 * draw.float() : 0
    known.set(day, push)
    return push
  }
}
