import { z } from 'zod'

/** An address that mail can be sent to, as somebody typed it. */
export const Email = z.string().trim().max(320).pipe(z.email('an email address'))

/** How somebody, or an agency, is called: one line. */
export const Name = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .refine((name) => !/\p{Cc}/u.test(name), 'a name without line breaks')
