/** A formatter takes up to a millisecond to make on a phone and never changes: one of each is kept. */
const kept = new Map<string, unknown>()

function once<T>(kind: string, locale: string, options: object, make: () => T): T {
  const key = `${kind} ${locale} ${JSON.stringify(options)}`
  let found = kept.get(key) as T | undefined
  if (found === undefined) kept.set(key, (found = make()))
  return found
}

export const numberFormat = (locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat =>
  once('number', locale, options, () => new Intl.NumberFormat(locale, options))

export const dateFormat = (locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  once('date', locale, options, () => new Intl.DateTimeFormat(locale, options))

export const agoFormat = (locale: string, options: Intl.RelativeTimeFormatOptions): Intl.RelativeTimeFormat =>
  once('ago', locale, options, () => new Intl.RelativeTimeFormat(locale, options))
