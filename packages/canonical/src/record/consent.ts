import { z } from 'zod'
import { shared } from './shared.ts'

/** A consent or its withdrawal: append-only, latest wins, none means no. */
export const Consent = z.object({
  kind: z.literal('consent'),
  ...shared,
  channel: z.enum(['sms', 'email', 'call']),
  purpose: z.string(),
  granted: z.boolean(),
  /** The form or list on which it was given. */
  source: z.string(),
  wording: z.string().optional(),
})
export type Consent = z.infer<typeof Consent>
