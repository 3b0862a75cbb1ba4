import type { TimeFormat } from '@throughline/canonical/event'

/**
 * An instant as ISO 8601 out of what a file says, or undefined where it says no time in that form. A time without a zone is of
 * `zone`; one that a clock change repeats is the first, one that it skips is as much later. A day alone begins at midnight.
 */
export function readTime(text: string, format: TimeFormat, zone: string): string | undefined {
  const trimmed = text.trim()
  if (format === 'epoch_s' || format === 'epoch_ms') return fromEpoch(trimmed, format === 'epoch_s' ? 1_000 : 1)
  if (withZone.test(trimmed)) return instant(Date.parse(trimmed.replace(' ', 'T').replace(/ (?=[+-]|Z)/, '')))
  const parts = format === 'iso' ? isoParts(trimmed) : slashed(trimmed, format)
  return parts && inZone(parts, zone)
}

const withZone = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)? ?(Z|[+-]\d{2}:?\d{2})$/i
const iso = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?$/
const slashes =
  /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?:,? +(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(?: ?([AaPp])\.?[Mm]\.?)?)?$/

function fromEpoch(text: string, unitMs: number): string | undefined {
  if (!/^-?\d{1,16}(\.\d{1,9})?$/.test(text)) return undefined
  return instant(Math.round(Number(text) * unitMs))
}

const instant = (ms: number): string | undefined =>
  Number.isFinite(ms) && Math.abs(ms) < 253_402_300_800_000 ? new Date(ms).toISOString() : undefined

/** Year, month, day, hour, minute, second, millisecond. */
type Parts = [number, number, number, number, number, number, number]

function isoParts(text: string): Parts | undefined {
  const [, year, month, day, hour, minute, second, fraction] = iso.exec(text) ?? []
  if (year === undefined) return undefined
  return [Number(year), Number(month), Number(day), ...clock(hour, minute, second, fraction)]
}

function slashed(text: string, format: 'month_first' | 'day_first'): Parts | undefined {
  const found = slashes.exec(text)
  if (!found) return undefined
  const [, a = '', b = '', y = '', hour, minute, second, fraction, half] = found
  const [month, day] = format === 'month_first' ? [a, b] : [b, a]
  const year = y.length === 2 ? 2000 + Number(y) : Number(y)
  const time = clock(hour, minute, second, fraction)
  if (half !== undefined) {
    if (time[0] < 1 || time[0] > 12) return undefined
    time[0] = (time[0] % 12) + (half.toLowerCase() === 'p' ? 12 : 0)
  }
  return [year, Number(month), Number(day), ...time]
}

const clock = (hour = '0', minute = '0', second = '0', fraction = '0'): [number, number, number, number] => [
  Number(hour),
  Number(minute),
  Number(second),
  Number(fraction.slice(0, 3).padEnd(3, '0')),
]

function inZone([year, month, day, hour, minute, second, millisecond]: Parts, timeZone: string): string | undefined {
  try {
    const local = Temporal.PlainDateTime.from(
      { year, month, day, hour, minute, second, millisecond },
      { overflow: 'reject' },
    )
    return instant(local.toZonedDateTime(timeZone).epochMilliseconds)
  } catch {
    return undefined
  }
}

/** Whether times can be said to be of that zone. */
export function isZone(zone: string): boolean {
  try {
    Temporal.Now.instant().toZonedDateTimeISO(zone)
    return true
  } catch {
    return false
  }
}
