import { Done, InviteInput, Members, RemoveInput, RevokeInput, SetRoleInput } from '../contract/index.ts'
import { done, inTenant, router } from '../trpc/builder.ts'

/** Who may see a client, and inviting more. */
export const members = router({
  list: inTenant.output(Members).query(({ ctx }) => ctx.services.tenants.members(ctx.actor, ctx.tenantId)),
  invite: inTenant
    .input(InviteInput)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await ctx.services.tenants.invite(ctx.actor, ctx.tenantId, input)
      return done
    }),
  setRole: inTenant
    .input(SetRoleInput)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await ctx.services.tenants.setRole(ctx.actor, ctx.tenantId, input)
      return done
    }),
  remove: inTenant
    .input(RemoveInput)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await ctx.services.tenants.remove(ctx.actor, ctx.tenantId, input.userId)
      return done
    }),
  revokeInvitation: inTenant
    .input(RevokeInput)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await ctx.services.tenants.revokeInvitation(ctx.actor, ctx.tenantId, input.invitationId)
      return done
    }),
})
