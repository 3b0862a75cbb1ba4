import { z } from 'zod'

/** An address that mail can be sent to, as somebody typed it. */
export const Email = z.string().trim().max(320).pipe(z.email('an email address'))

/** How somebody is called: one line. */
export const PersonName = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .refine((name) => !/\p{Cc}/u.test(name), 'a name without line breaks')

/** An agency's name: one line. */
export const AgencyName = PersonName
