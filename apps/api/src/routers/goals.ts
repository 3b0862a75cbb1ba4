import { ArchiveGoalInput, Done, Goals, SavedGoal, SaveGoalInput } from '../contract/index.ts'
import { done, inTenant, router } from '../trpc/builder.ts'

/** What a client wants to come to in a season, and how far it is. */
export const goals = router({
  list: inTenant.output(Goals).query(({ ctx }) => ctx.services.goals.list(ctx.actor, ctx.tenantId)),
  save: inTenant
    .input(SaveGoalInput)
    .output(SavedGoal)
    .mutation(({ ctx, input }) => ctx.services.goals.save(ctx.actor, ctx.tenantId, input)),
  archive: inTenant
    .input(ArchiveGoalInput)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await ctx.services.goals.archive(ctx.actor, ctx.tenantId, input)
      return done
    }),
})
