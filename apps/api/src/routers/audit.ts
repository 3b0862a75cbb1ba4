import { AuditInput, AuditRow, ChainCheck, Page } from '../contract/index.ts'
import { inTenant, router } from '../trpc/builder.ts'

/** Who did what, in a chain that cannot be altered unseen. */
export const audit = router({
  list: inTenant
    .input(AuditInput)
    .output(Page(AuditRow))
    .query(({ ctx, input }) => ctx.services.audit.list(ctx.actor, ctx.tenantId, input)),
  verify: inTenant.output(ChainCheck).query(({ ctx }) => ctx.services.audit.verify(ctx.actor, ctx.tenantId)),
})
