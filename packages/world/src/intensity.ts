import type { Client } from './client.ts'
import type { Millis } from './line-item.ts'
import type { Pushes } from './pushes.ts'
import type { ZoneClock } from './zone-clock.ts'

export const hourMillis = 3_600_000

/** How much is given in the hour of UTC that begins at `at`, relative to the client's other hours. */
export type Intensity = (at: Millis) => number

/** The client's season in its own zone, with a push (an email or text) on some days and slow growth since `start`. */
export function intensityOf(client: Client, clock: ZoneClock, pushes: Pushes, start: Millis): Intensity {
  const halfAYear = 182 * 24 * hourMillis
  return (at) => {
    const wall = clock.wall(at)
    const growth = Math.min(0.7 + (0.2 * (at - start)) / halfAYear, 1.5)
    return growth * client.season(wall, pushes(wall.day))
  }
}
