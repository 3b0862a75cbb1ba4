import { z } from 'zod'

/** What an action that `takes: 'attribution'` is run with: credit of one person or deal, in fields that somebody has named. No name, no address. */
export const AttributionInput = z.strictObject({
  of: z.enum(['contact', 'deal']),
  /** Keys of its records at the CRM, as their facts have them. */
  keys: z.array(z.string().min(1)).min(1).max(20),
  /** By the CRM's own name of the field; null empties it. */
  fields: z.record(z.string().min(1).max(100), z.union([z.string().max(2_000), z.number(), z.null()])),
  /** The shares of the CRM's own campaigns in a deal, together exactly 100 or none: others that we wrote are removed. */
  influence: z
    .strictObject({
      /** The CRM's name of the model that they are written in. */
      model: z.string().min(1).max(100),
      shares: z.array(z.strictObject({ campaign: z.string().min(1), percent: z.number().min(0).max(100) })).max(500),
    })
    .optional(),
})
export type AttributionInput = z.infer<typeof AttributionInput>
