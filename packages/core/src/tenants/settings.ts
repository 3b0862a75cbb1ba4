import { Currency, Invalid, TimeZone } from '@throughline/canonical'
import { z } from 'zod'

const Locale = z.string().refine((tag) => {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}, 'a language tag, for example en-US')

const Settings = z.object({
  name: z
    .string()
    .trim()
    .min(1)
    .max(120)
    .refine((name) => !/\p{Cc}/u.test(name), 'a name without line breaks'),
  timeZone: TimeZone,
  currency: Currency,
  locale: Locale,
  weekStart: z.number().int().min(1).max(7),
  fiscalYearMonth: z.number().int().min(1).max(12),
  brandColor: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i)
    .nullable(),
  vertical: z.enum(['fundraising', 'commerce']),
  consentSource: z
    .string()
    .trim()
    .min(3, 'a few words, for example "The sign-up form on our site"')
    .max(200)
    .refine((text) => !/\p{Cc}/u.test(text), 'one line of words')
    .nullable(),
})

/** Any of a tenant's own settings; unknown ones are refused. */
export const SettingsPatch = Settings.partial().strict()

/** What a new client needs, with what most have. */
export const NewTenantInput = Settings.omit({ consentSource: true }).extend({
  slug: z.string().regex(/^[a-z0-9][a-z0-9-]{1,60}$/, 'small letters, digits and hyphens'),
  locale: Locale.default('en-US'),
  weekStart: Settings.shape.weekStart.default(1),
  fiscalYearMonth: Settings.shape.fiscalYearMonth.default(1),
  brandColor: Settings.shape.brandColor.default(null),
  vertical: Settings.shape.vertical.default('fundraising'),
})

/** @throws Invalid naming the first field that is wrong */
export function parsed<T>(schema: z.ZodType<T>, input: unknown): T {
  const result = schema.safeParse(input)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new Invalid(issue?.message ?? 'This is not right.', issue?.path.join('.'))
}
