import { z } from 'zod'
import { AgencyInput, AgencyInviteInput, AgencyMember, CreateTenantInput, Done } from '../contract/index.ts'
import { notYet, person, router } from '../trpc/builder.ts'

/** An agency's people and its clients; for owner and admin. */
export const agency = router({
  members: person
    .input(AgencyInput)
    .output(z.array(AgencyMember))
    .query(() => notYet()),
  invite: person
    .input(AgencyInviteInput)
    .output(Done)
    .mutation(() => notYet()),
  createTenant: person
    .input(CreateTenantInput)
    .output(z.object({ tenantId: z.uuid(), slug: z.string() }))
    .mutation(() => notYet()),
})
