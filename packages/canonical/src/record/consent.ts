import { z } from 'zod'
import { shared } from './shared.ts'

/** A consent or its withdrawal: append-only, latest wins, none means no. */
export const Consent = z.object({
  kind: z.literal('consent'),
  ...shared,
  /** `ads`: that ad platforms may be told of what this person did. It lets nobody be written to, and refusing it stops no message. */
  channel: z.enum(['sms', 'email', 'call', 'ads']),
  purpose: z.string(),
  granted: z.boolean(),
  /** The form or list on which it was given. */
  source: z.string(),
  wording: z.string().optional(),
  /** Keys of the message that led to it, and of the campaign that it was part of: what an opting out counts against. */
  message: z.string().optional(),
  campaign: z.string().optional(),
})
export type Consent = z.infer<typeof Consent>
