import { z } from 'zod'
import { Day, Instant, TimeZone } from '../instant.ts'
import { Money } from '../money.ts'
import { shared } from './shared.ts'

/** A recurring plan: what repeats, how often, and where it stands. Holds no money of its own. */
export const RecurringPlan = z.object({
  kind: z.literal('recurring_plan'),
  ...shared,
  /** Absent while nobody said: an end alone may not. */
  period: z.enum(['weekly', 'monthly']).optional(),
  /** On whose calendar it repeats; the tenant's where absent. */
  zone: TimeZone.optional(),
  /** What will repeat; it can differ from the first charge. */
  amount: Money.optional(),
  /** Charges pledged; absent = until cancelled. */
  pledged: z.number().int().positive().optional(),
  lastChargeAt: Instant.optional(),
  /** As the source counts them. */
  chargesMade: z.number().int().nonnegative().optional(),
  cancelledAt: Instant.optional(),
  cancelReason: z.string().optional(),
  sunsetDay: Day.optional(),
  /**
   * Supposed from a row that does not say whose plan it speaks of: no plan at all until a row that knows tells of it, and then what
   * the supposing row said of it holds.
   */
  stub: z.literal(true).optional(),
})
export type RecurringPlan = z.infer<typeof RecurringPlan>
