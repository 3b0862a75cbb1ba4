import { Done, Settings, UpdateSettingsInput } from '../contract/index.ts'
import { done, inTenant, router } from '../trpc/builder.ts'

/** A client's own settings. */
export const settings = router({
  read: inTenant.output(Settings).query(({ ctx }) => ctx.services.tenants.readSettings(ctx.actor, ctx.tenantId)),
  update: inTenant
    .input(UpdateSettingsInput)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await ctx.services.tenants.updateSettings(ctx.actor, ctx.tenantId, input.settings)
      return done
    }),
})
