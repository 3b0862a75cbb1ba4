import type { Millis } from './line-item.ts'

const hour = 3_600_000

/** What a clock on the wall shows in one hour of UTC. */
export interface WallHour {
  /** `2026-11-01` */
  day: string
  /** 0–23 */
  hour: number
  /** Monday = 1 … Sunday = 7 */
  weekday: number
  /** Minutes that the zone is ahead of UTC. */
  offsetMinutes: number
}

/** Wall-clock time of one zone, by `Intl`, which knows nothing of the product's own arithmetic. For zones of whole hours. */
export interface ZoneClock {
  zone: string
  wall(at: Millis): WallHour
  /** `YYYY-MM-DD` in the zone. */
  day(at: Millis): string
  /** The hours of UTC in [from, to) in which the clock shows an hour for the second time, or has just skipped one. */
  changes(from: Millis, to: Millis): { at: Millis; kind: 'repeated' | 'skipped' }[]
}

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

const clocks = new Map<string, ZoneClock>()

/** The clock of a zone. Hours once asked of `Intl` are remembered: they never change. */
export function zoneClock(zone: string): ZoneClock {
  const known = clocks.get(zone)
  if (known) return known
  const made = makeClock(zone)
  clocks.set(zone, made)
  return made
}

function makeClock(zone: string): ZoneClock {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    weekday: 'short',
  })
  const hours = new Map<number, WallHour>()
  const wall = (at: Millis): WallHour => {
    const slot = Math.floor(at / hour)
    const known = hours.get(slot)
    if (known) return known
    const parts = new Map(format.formatToParts(slot * hour).map(({ type, value }) => [type, value]))
    const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? ''
    const day = `${part('year')}-${part('month')}-${part('day')}`
    const shown: WallHour = {
      day,
      hour: Number(part('hour')),
      weekday: weekdays.indexOf(part('weekday')) + 1,
      offsetMinutes: (Date.parse(`${day}T${part('hour')}:00:00Z`) - slot * hour) / 60_000,
    }
    hours.set(slot, shown)
    return shown
  }
  return {
    zone,
    wall,
    day: (at) => wall(at).day,
    changes(from, to) {
      const found: { at: Millis; kind: 'repeated' | 'skipped' }[] = []
      for (let at = Math.floor(from / hour) * hour; at < to; at += hour) {
        const moved = wall(at).offsetMinutes - wall(at - hour).offsetMinutes
        if (moved !== 0) found.push({ at, kind: moved < 0 ? 'repeated' : 'skipped' })
      }
      return found
    },
  }
}
