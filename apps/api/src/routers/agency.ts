import { z } from 'zod'
import {
  AgencyAuditInput,
  AgencyInput,
  AgencyInviteInput,
  AgencyMembers,
  AuditRow,
  ChainCheck,
  CreateTenantInput,
  Done,
  Page,
  RemoveFromAgencyInput,
  RevokeAgencyInvitationInput,
  SetAgencyRoleInput,
} from '../contract/index.ts'
import { done, person, router } from '../trpc/builder.ts'

/** An agency's people and its clients; for owner and admin. */
export const agency = router({
  members: person
    .input(AgencyInput)
    .output(AgencyMembers)
    .query(({ ctx, input }) => ctx.services.tenants.agencyMembers(ctx.actor, input.agencyId)),
  invite: person
    .input(AgencyInviteInput)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await ctx.services.tenants.inviteToAgency(ctx.actor, input.agencyId, input)
      return done
    }),
  setRole: person
    .input(SetAgencyRoleInput)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await ctx.services.tenants.setAgencyRole(ctx.actor, input.agencyId, input)
      return done
    }),
  remove: person
    .input(RemoveFromAgencyInput)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await ctx.services.tenants.removeFromAgency(ctx.actor, input.agencyId, input.userId)
      return done
    }),
  revokeInvitation: person
    .input(RevokeAgencyInvitationInput)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await ctx.services.tenants.revokeAgencyInvitation(ctx.actor, input.agencyId, input.invitationId)
      return done
    }),
  audit: person
    .input(AgencyAuditInput)
    .output(Page(AuditRow))
    .query(({ ctx, input }) => ctx.services.audit.listAgency(ctx.actor, input.agencyId, input)),
  verifyAudit: person
    .input(AgencyInput)
    .output(ChainCheck)
    .query(({ ctx, input }) => ctx.services.audit.verifyAgency(ctx.actor, input.agencyId)),
  createTenant: person
    .input(CreateTenantInput)
    .output(z.object({ tenantId: z.uuid(), slug: z.string() }))
    .mutation(({ ctx, input: { agencyId, ...tenant } }) =>
      ctx.services.tenants.createTenant(ctx.actor, agencyId, tenant),
    ),
})
