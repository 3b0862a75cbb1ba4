import { z } from 'zod'

/** Where one account stands. */
const AccountDone = z.object({
  /** When its last reading of changes began. */
  since: z.iso.datetime(),
  /** When its last whole reading began. */
  wholeAt: z.iso.datetime(),
  /** Ids that were listed then, archived ones too, packed: one that is missing next time was deleted. */
  live: z.string(),
})

export const ObjectCursor = z.object({
  accounts: z.record(z.string(), AccountDone),
  /** The reading under way. */
  run: z
    .object({
      began: z.iso.datetime(),
      account: z.string(),
      whole: z.boolean(),
      after: z.string().optional(),
      /** The list is read to its end; what is missing is being asked for. */
      listed: z.literal(true).optional(),
      limit: z.number().int(),
      live: z.string(),
      /** Ids listed last time and not yet seen in this reading. */
      missing: z.string(),
      /** Accounts that may not be read any longer. */
      refused: z.array(z.string()),
      /** Accounts done in this run, for progress. */
      done: z.number().int(),
    })
    .optional(),
})
export type ObjectCursor = z.infer<typeof ObjectCursor>
export type ObjectRun = NonNullable<ObjectCursor['run']>
