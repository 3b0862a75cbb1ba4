import { parseMoney } from '@throughline/canonical'
import { z } from 'zod'
import { readMoment } from './times.ts'

/** An id that comes as a number or as text; we compare text. */
export const Id = z.union([z.string().trim().min(1), z.number().int()], 'an id').transform(String)

function isAmount(value: string | number): boolean {
  try {
    return parseMoney(value, 'USD').minor >= 0
  } catch {
    return false
  }
}

/** An amount in dollars as text or number, never negative, at most two places; kept as sent, parsed to cents when mapped. */
export const Dollars = z
  .union([z.string(), z.number()], 'an amount such as "25.77"')
  .refine(isAmount, 'an amount such as "25.77"')

/** A time as ActBlue writes it. */
export const Moment = z.string('a time').transform((text, issues) => {
  try {
    return readMoment(text)
  } catch {
    issues.addIssue('a time such as 2026-09-30T23:40:12-04:00')
    return z.NEVER
  }
})

/** A field that may be missing, null, blank or of another type than we know: then it is simply not there. */
export function lenient<T extends z.ZodType>(schema: T) {
  return z
    .preprocess((value) => (value === null || value === '' ? undefined : value), schema.optional())
    .catch(undefined as never)
}

export const Text = lenient(z.union([z.string(), z.number()]).transform(String))
export const Flag = lenient(z.boolean())
