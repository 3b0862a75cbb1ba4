import { Done, InTenant, InviteInput, Members, RemoveInput, RevokeInput, SetRoleInput } from '../contract/index.ts'
import { inTenant, notYet, router } from '../trpc/builder.ts'

/** Who may see a client, and inviting more. */
export const members = router({
  list: inTenant
    .input(InTenant)
    .output(Members)
    .query(() => notYet()),
  invite: inTenant
    .input(InviteInput)
    .output(Done)
    .mutation(() => notYet()),
  setRole: inTenant
    .input(SetRoleInput)
    .output(Done)
    .mutation(() => notYet()),
  remove: inTenant
    .input(RemoveInput)
    .output(Done)
    .mutation(() => notYet()),
  revokeInvitation: inTenant
    .input(RevokeInput)
    .output(Done)
    .mutation(() => notYet()),
})
