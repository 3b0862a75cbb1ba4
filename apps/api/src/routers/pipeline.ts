import { PipelineInput, PipelineView, RoiInput, RoiOutput } from '../contract/index.ts'
import { inTenant, router } from '../trpc/builder.ts'

/** What marketing has to do with one client's deals. */
export const pipeline = router({
  view: inTenant
    .input(PipelineInput)
    .output(PipelineView)
    .query(({ ctx, input }) => ctx.services.pipelines.view(ctx.actor, ctx.tenantId, input)),
  roi: inTenant
    .input(RoiInput)
    .output(RoiOutput)
    .query(({ ctx, input: { tenant: _, ...input } }) => ctx.services.pipelines.roi(ctx.actor, ctx.tenantId, input)),
})
