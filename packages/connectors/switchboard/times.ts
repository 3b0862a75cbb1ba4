export interface Moment {
  /** UTC, `2026-09-30T22:00:09.000Z`. */
  instant: string
  /** It came without a zone and was taken for UTC. */
  zoneless: boolean
}

const plain = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/
const withOffset = /(?:Z|[+-]\d{2}:?\d{2})$/i

/**
 * Reads a time as Switchboard may write it: ISO 8601 with `Z` or an offset; with a blank or `UTC` in it, as exports have; without a
 * zone (then UTC, and marked); or seconds or milliseconds since 1970.
 * @throws RangeError where it is no time
 */
export function readMoment(given: string | number): Moment {
  if (typeof given === 'number') return { instant: print(given < 1e11 ? given * 1_000 : given), zoneless: false }
  if (plain.test(given)) return { instant: checked(given), zoneless: false }
  const iso = given
    .trim()
    .replace(/\s*(?:UTC|GMT)$/i, 'Z')
    .replace(/^(\d{4}-\d{2}-\d{2})\s+/, '$1T')
    .replace(/\s+(?=[+-]\d{2}:?\d{2}$)/, '')
  if (iso.includes('T') && withOffset.test(iso))
    return { instant: print(Temporal.Instant.from(iso).epochMilliseconds), zoneless: false }
  const wall = Temporal.PlainDateTime.from(iso).toZonedDateTime('UTC')
  return { instant: print(wall.epochMilliseconds), zoneless: true }
}

/** The usual way, read by the million: printed anew only where it has to be. A day that is none (30 February) would be moved on. */
function checked(given: string): string {
  const time = Date.parse(given)
  if (given.length === 20 && given.slice(8, 10) <= '28' && !Number.isNaN(time) && given.slice(11, 13) < '24')
    return `${given.slice(0, 19)}.000Z`
  const instant = print(time)
  if (instant.startsWith(given.slice(0, 19))) return instant
  throw new RangeError('no such day or time')
}

/** @throws RangeError beyond what a date can be */
const print = (time: number): string => new Date(time).toISOString()

const remembered = new Map<string, string>()

/** The calendar day in this zone on which an instant falls. Many rows share one instant: the answer is remembered. */
export function dayIn(zone: string, instant: string): string {
  const name = `${zone} ${instant}`
  const known = remembered.get(name)
  if (known !== undefined) return known
  const day = Temporal.Instant.from(instant).toZonedDateTimeISO(zone).toPlainDate().toString()
  if (remembered.size > 5_000) remembered.clear()
  remembered.set(name, day)
  return day
}
