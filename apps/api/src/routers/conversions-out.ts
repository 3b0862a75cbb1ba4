import {
  ConversionsOutInput,
  ConversionsPreview,
  ConversionsRetried,
  ConversionsView,
  SetConversionsInput,
} from '../contract/index.ts'
import { inTenant, router } from '../trpc/builder.ts'

/** Telling ad platforms of conversions. */
export const conversionsOut = router({
  read: inTenant
    .input(ConversionsOutInput)
    .output(ConversionsView)
    .query(({ ctx, input }) => ctx.services.conversionsOut.read(ctx.actor, ctx.tenantId, input.connectionId)),
  set: inTenant
    .input(SetConversionsInput)
    .output(ConversionsView)
    .mutation(({ ctx, input }) => ctx.services.conversionsOut.set(ctx.actor, ctx.tenantId, input)),
  preview: inTenant
    .input(ConversionsOutInput)
    .output(ConversionsPreview)
    .mutation(({ ctx, input }) => ctx.services.conversionsOut.preview(ctx.actor, ctx.tenantId, input.connectionId)),
  retry: inTenant
    .input(ConversionsOutInput)
    .output(ConversionsRetried)
    .mutation(({ ctx, input }) => ctx.services.conversionsOut.retry(ctx.actor, ctx.tenantId, input.connectionId)),
})
