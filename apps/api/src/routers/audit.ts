import { AuditInput, AuditRow, ChainCheck, InTenant, Page } from '../contract/index.ts'
import { inTenant, notYet, router } from '../trpc/builder.ts'

/** Who did what, in a chain that cannot be altered unseen. */
export const audit = router({
  list: inTenant
    .input(AuditInput)
    .output(Page(AuditRow))
    .query(() => notYet()),
  verify: inTenant
    .input(InTenant)
    .output(ChainCheck)
    .query(() => notYet()),
})
