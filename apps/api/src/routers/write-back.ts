import {
  PreviewWriteBackInput,
  SetWriteBackInput,
  WriteBackInput,
  WriteBackPreview,
  WriteBackRetried,
  WriteBackView,
} from '../contract/index.ts'
import { inTenant, router } from '../trpc/builder.ts'

/** Writing attribution to CRMs. */
export const writeBack = router({
  read: inTenant
    .input(WriteBackInput)
    .output(WriteBackView)
    .query(({ ctx, input }) => ctx.services.writeBack.read(ctx.actor, ctx.tenantId, input.connectionId)),
  set: inTenant
    .input(SetWriteBackInput)
    .output(WriteBackView)
    .mutation(({ ctx, input }) => ctx.services.writeBack.set(ctx.actor, ctx.tenantId, input)),
  preview: inTenant
    .input(PreviewWriteBackInput)
    .output(WriteBackPreview)
    .mutation(({ ctx, input }) => ctx.services.writeBack.preview(ctx.actor, ctx.tenantId, input)),
  retry: inTenant
    .input(WriteBackInput)
    .output(WriteBackRetried)
    .mutation(({ ctx, input }) => ctx.services.writeBack.retry(ctx.actor, ctx.tenantId, input.connectionId)),
})
