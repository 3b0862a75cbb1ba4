import { Mrr, MrrInput, Page, Plan, Recurring, RecurringInput, RecurringPlansInput } from '../contract/index.ts'
import { inTenant, router } from '../trpc/builder.ts'

/** One client's recurring plans: what they bring, and each of them. */
export const recurring = router({
  read: inTenant
    .input(RecurringInput)
    .output(Recurring)
    .query(({ ctx, input }) => ctx.services.figures.recurring(ctx.actor, ctx.tenantId, input)),
  plans: inTenant
    .input(RecurringPlansInput)
    .output(Page(Plan))
    .query(({ ctx, input }) => ctx.services.figures.recurringRows(ctx.actor, ctx.tenantId, input)),
  mrr: inTenant
    .input(MrrInput)
    .output(Mrr)
    .query(({ ctx, input }) => ctx.services.figures.recurringMrr(ctx.actor, ctx.tenantId, input)),
})
