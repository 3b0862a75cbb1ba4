import { agoFormat, dateFormat, numberFormat } from './intl.ts'

const steps: [limitSeconds: number, unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  [60, 'second', 1],
  [3600, 'minute', 60],
  [86_400, 'hour', 3600],
  [30 * 86_400, 'day', 86_400],
  [365 * 86_400, 'month', 30 * 86_400],
  [Infinity, 'year', 365 * 86_400],
]

/** How long ago in words of the locale: `12 sec. ago`, `3 days ago`. The future reads `in 4 min.` */
export function formatAgo(instant: string, now: Date, locale: string): string {
  const seconds = Math.round((Date.parse(instant) - now.getTime()) / 1000)
  const [, unit, size] = steps.find(([limit]) => Math.abs(seconds) < limit) ?? steps[0]!
  const format = agoFormat(locale, { numeric: 'always', style: 'short' })
  return format.format(Math.trunc(seconds / size) || 0, unit).replace('in 0', '0')
}

/** An instant in a zone, to the minute: `Oct 22, 8:34 AM`. */
export function formatInstant(
  instant: string,
  timeZone: string,
  locale: string,
  style: 'minute' | 'second' | 'time' = 'minute',
): string {
  const options: Intl.DateTimeFormatOptions =
    style === 'time'
      ? { hour: 'numeric', minute: '2-digit' }
      : {
          day: 'numeric',
          month: 'short',
          hour: 'numeric',
          minute: '2-digit',
          ...(style === 'second' ? { second: '2-digit', hourCycle: 'h23' } : {}),
        }
  return dateFormat(locale, { ...options, timeZone })
    .format(new Date(instant))
    .replace(/[\u2009\u202f]/g, ' ')
}

/** An hour on the clock, 0–23: `3 PM`, `15 Uhr`. */
export function formatHour(hour: number, locale: string): string {
  return dateFormat(locale, { hour: 'numeric', timeZone: 'UTC' })
    .format(new Date(hour * 3_600_000))
    .replace(/[\u2009\u202f]/g, ' ')
}

/** How long something will still take, in words: `3 min`, `40 sec`, `2 hr`. Rounded up, so that nobody waits longer than told. */
export function formatDuration(seconds: number, locale: string): string {
  const [value, unit]: [number, string] =
    seconds < 60
      ? [Math.max(1, Math.ceil(seconds)), 'second']
      : seconds < 5400
        ? [Math.ceil(seconds / 60), 'minute']
        : [Math.ceil(seconds / 3600), 'hour']
  return numberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(value)
}
