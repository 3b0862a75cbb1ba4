import type { Rng } from '@throughline/stats'
import type { Client } from './client.ts'
import type { Millis } from './line-item.ts'
import type { ZoneClock } from './zone-clock.ts'

export const hourMillis = 3_600_000

/** How much is given in the hour of UTC that begins at `at`, relative to the client's other hours. */
export type Intensity = (at: Millis) => number

/** The client's season in its own zone, with a push (an email or text) on some days and slow growth since `start`. */
export function intensityOf(client: Client, clock: ZoneClock, rng: Rng, start: Millis): Intensity {
  const pushes = new Map<string, number>()
  const pushOn = (day: string): number => {
    const known = pushes.get(day)
    if (known !== undefined) return known
    const draw = rng.split(`push ${day}`)
    const push = draw.chance(0.28) ? 0.6 + 1.6 * draw.float() : 0
    pushes.set(day, push)
    return push
  }
  const halfAYear = 182 * 24 * hourMillis
  return (at) => {
    const wall = clock.wall(at)
    const growth = Math.min(0.7 + (0.2 * (at - start)) / halfAYear, 1.5)
    return growth * client.season(wall, pushOn(wall.day))
  }
}
