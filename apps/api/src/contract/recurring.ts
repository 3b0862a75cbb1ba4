import { Instant, Money } from '@throughline/canonical'
import { mrrSteps } from '@throughline/core/metrics'
import { z } from 'zod'
import { Freshness, InTenant, PageInput } from './shared.ts'

const batch = z.number().int().nonnegative().optional()
const count = z.number().int()

/** `active`: a charge is expected; `lapsed`: the expected charge is more than four days overdue; `ended`: nothing more will come. */
export const PlanState = z.enum(['active', 'lapsed', 'ended'])
export type PlanState = z.infer<typeof PlanState>

/** recurring.read (query). `batch` = as known at that batch and seen from its moment; absent = now. */
export const RecurringInput = InTenant.extend({ batch })
export const Recurring = z.object({
  batch: count,
  recordedAt: Instant.nullable(),
  /** The moment that "expected" and "overdue" are seen from. */
  at: Instant,
  currency: z.string(),
  timeZone: z.string(),
  plans: z.object({ active: count, lapsed: count, ended: count }),
  /** Of the active ones. */
  weeklyPlans: count,
  /** Active plans of which nobody said how much or how often: in no sum. */
  unpriced: count,
  /** The tenant's own currency first; amounts of several are never added. */
  byCurrency: z.array(
    z.object({
      currency: z.string(),
      /** What active plans repeat, as a month: `monthly` + `weekly` × 52 ÷ 12 (already so). */
      mrr: Money,
      monthly: Money,
      weekly: Money,
      /** Expected in the 30 days from `at`. */
      due: Money,
      dueCharges: count,
    }),
  ),
  freshness: z.array(Freshness),
})
export type Recurring = z.infer<typeof Recurring>

/** recurring.plans (query) → Page(Plan), those that changed last first. */
export const RecurringPlansInput = RecurringInput.extend({ state: PlanState.optional() }).extend(PageInput.shape)
export const Plan = z.object({
  source: z.string(),
  key: z.string(),
  /** Masked: `A… E…`, or `Someone` without a name. */
  donor: z.string(),
  state: PlanState,
  period: z.enum(['weekly', 'monthly']).nullable(),
  amount: Money.nullable(),
  chargesMade: count,
  /** Null = until cancelled. */
  pledged: count.nullable(),
  lastChargeAt: Instant.nullable(),
  /** Worked out from the last charge: no source says it. */
  expectedNextAt: Instant.nullable(),
  cancelledAt: Instant.nullable(),
  /** Cancelled, and charged again after that. */
  reopened: z.boolean(),
})
export type Plan = z.infer<typeof Plan>

/** recurring.mrr (query): how what plans bring a month came to be what it is, from so many days ago. Minor units. */
export const MrrInput = RecurringInput.extend({ days: z.number().int().min(1).max(1_100).default(30) })
export const Mrr = z.object({
  batch: count,
  from: Instant,
  to: Instant,
  /** The tenant's own currency first. `start` and the steps come to `end`, to the cent. */
  byCurrency: z.array(
    z.object({
      currency: z.string(),
      start: count,
      end: count,
      steps: z.array(z.object({ step: z.enum(mrrSteps), minor: count, plans: count })),
    }),
  ),
})
export type Mrr = z.infer<typeof Mrr>
