import { z } from 'zod'
import { Instant } from '../instant.ts'
import { Money } from '../money.ts'
import { shared } from './shared.ts'

/** Money given back: its own row, on its own day, referencing the conversion. */
export const Refund = z.object({
  kind: z.literal('refund'),
  ...shared,
  type: z.enum(['refund', 'chargeback', 'unknown']),
  /** Key of the conversion it takes back. */
  of: z.string().min(1),
  amount: Money,
  /** What the source gives back of its own fee; its own movement. */
  feeReturned: z.object({ amount: Money, estimated: z.boolean() }).optional(),
  settledAt: Instant.optional(),
})
export type Refund = z.infer<typeof Refund>
