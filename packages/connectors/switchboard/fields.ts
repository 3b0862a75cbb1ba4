import { Currency, type Money } from '@throughline/canonical'
import { z } from 'zod'
import { readMoment } from './times.ts'

/** An id that comes as a number or as text; we compare text. */
export const Id = z.union([z.string().trim().min(1), z.number().int()], 'an id').transform(String)

const blank = (value: unknown): unknown => (value === null || value === '' ? undefined : value)

/** A field that may be missing, null, blank or of another type than we know: then it is simply not there. */
export function lenient<T extends z.ZodType>(schema: T) {
  return z.preprocess(blank, schema.optional()).catch(undefined as never)
}

/** A field that may be missing, null or blank; where it is there it has to be right, or its row is set aside. */
function strict<T extends z.ZodType>(schema: T) {
  return z.preprocess(blank, schema.optional())
}

export const Text = lenient(z.union([z.string(), z.number()]).transform(String))

/** A count as a number or as text. */
export const Count = lenient(
  z
    .union([
      z.number(),
      z
        .string()
        .regex(/^\s*\d+\s*$/)
        .transform(Number),
    ])
    .pipe(z.number().int().nonnegative()),
)

/** A time as Switchboard may write it. */
export const Time = strict(
  z.union([z.string(), z.number()], 'a time').transform((given, issues) => {
    try {
      return readMoment(given)
    } catch {
      issues.addIssue('a time such as 2026-09-30T22:00:09Z')
      return z.NEVER
    }
  }),
)

/** Dollars as a decimal string or number, `"24.70"`, `"$1,024.7"`, `24.7035`; in cents. */
export const Dollars = strict(
  z.union([z.string(), z.number()], 'an amount').transform((given, issues): Money => {
    const cents = centsOf(String(given))
    if (cents !== undefined) return { minor: cents, currency: Currency.parse('USD') }
    issues.addIssue('an amount such as "24.70"')
    return z.NEVER
  }),
)

const decimal = /^(-?)\$?(\d{1,3}(?:,\d{3})+|\d+)?(?:\.(\d+))?$/

/**
 * A decimal in dollars as cents, never through binary fractions. An estimate may have more than two places: half a cent goes up,
 * away from zero. Undefined where it is no plain decimal.
 * @example centsOf('24.705') // 2471
 */
export function centsOf(text: string): number | undefined {
  const match = decimal.exec(text.trim())
  if (!match || (match[2] === undefined && match[3] === undefined)) return undefined
  const [, sign, whole = '0', fraction = ''] = match
  const places = fraction.padEnd(3, '0')
  const cents = Number(whole.replaceAll(',', '') + places.slice(0, 2)) + (Number(places[2]) >= 5 ? 1 : 0)
  if (!Number.isSafeInteger(cents)) return undefined
  return sign === '-' && cents !== 0 ? -cents : cents
}
