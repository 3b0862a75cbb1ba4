import { z } from 'zod'

/**
 * What a source says about who acted, raw. It lives in memory only: the ledger turns it into a contact number by keyed
 * hashes, puts names and addresses into the vault, and no fact ever holds it.
 */
export const Person = z.object({
  email: z.string().optional(),
  /** As sent; normalised to E.164 where it can be. */
  phone: z.string().optional(),
  /** Ids that the source itself gives people, by kind: `{ donor: '50000001' }`. */
  externalIds: z.record(z.string(), z.string()).optional(),
  firstName: z.string().optional(),
  lastName: z.string().optional(),
  address: z
    .object({
      line1: z.string().optional(),
      line2: z.string().optional(),
      city: z.string().optional(),
      region: z.string().optional(),
      postalCode: z.string().optional(),
      country: z.string().optional(),
    })
    .optional(),
  employer: z.string().optional(),
  occupation: z.string().optional(),
  /** Who this is when nothing above identifies anyone: the order's own key, never shared between people. */
  anonymousKey: z.string(),
})
export type Person = z.infer<typeof Person>
