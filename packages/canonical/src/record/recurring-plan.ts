import { z } from 'zod'
import { Day, Instant } from '../instant.ts'
import { Money } from '../money.ts'
import { shared } from './shared.ts'

/** A recurring plan: what repeats, how often, and where it stands. Holds no money of its own. */
export const RecurringPlan = z.object({
  kind: z.literal('recurring_plan'),
  ...shared,
  period: z.enum(['weekly', 'monthly']),
  /** What will repeat; it can differ from the first charge. */
  amount: Money.optional(),
  /** Charges pledged; absent = until cancelled. */
  pledged: z.number().int().positive().optional(),
  lastChargeAt: Instant.optional(),
  chargesMade: z.number().int().nonnegative().optional(),
  cancelledAt: Instant.optional(),
  cancelReason: z.string().optional(),
  sunsetDay: Day.optional(),
})
export type RecurringPlan = z.infer<typeof RecurringPlan>
