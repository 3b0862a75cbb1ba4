import { Gift, LatestInput, Overview, OverviewInput, Page } from '../contract/index.ts'
import { inTenant, router } from '../trpc/builder.ts'

/** One client's figures by day, and its latest gifts. */
export const overview = router({
  read: inTenant
    .input(OverviewInput)
    .output(Overview)
    .query(({ ctx, input }) => ctx.services.figures.overview(ctx.actor, ctx.tenantId, input)),
  latest: inTenant
    .input(LatestInput)
    .output(Page(Gift))
    .query(({ ctx, input }) => ctx.services.figures.latest(ctx.actor, ctx.tenantId, input)),
})
