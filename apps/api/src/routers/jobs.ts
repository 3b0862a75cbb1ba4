import { z } from 'zod'
import { DeadLetter, Done, Page, PageInput } from '../contract/index.ts'
import { done, inTenant, router } from '../trpc/builder.ts'

const DeadLetterInput = z.object({ id: z.uuid() })

/** Work that failed for good, to be looked at and tried again. */
export const jobs = router({
  deadLetters: inTenant
    .input(PageInput)
    .output(Page(DeadLetter))
    .query(({ ctx, input }) => ctx.services.jobs.deadLetters(ctx.actor, ctx.tenantId, input)),
  replay: inTenant
    .input(DeadLetterInput)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await ctx.services.jobs.replay(ctx.actor, ctx.tenantId, input.id)
      return done
    }),
  dismiss: inTenant
    .input(DeadLetterInput)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await ctx.services.jobs.dismiss(ctx.actor, ctx.tenantId, input.id)
      return done
    }),
})
