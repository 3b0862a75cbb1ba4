import { Done, VisitInput } from '../contract/index.ts'
import { done, inTenant, router } from '../trpc/builder.ts'

/** Who reads what: told by the server that makes the pages. */
export const visits = router({
  note: inTenant
    .input(VisitInput)
    .output(Done)
    .mutation(({ ctx, input }) => {
      ctx.services.visits.note(ctx.actor, ctx.tenantId, input.section)
      return done
    }),
})
