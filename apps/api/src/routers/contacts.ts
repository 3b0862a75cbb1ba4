import { Certificate, ContactInput, FindContactInput, FoundContact, Revealed } from '../contract/index.ts'
import { inTenant, router } from '../trpc/builder.ts'

/** People: found by exact address, revealed and erased only by those who may, and always audited. */
export const contacts = router({
  find: inTenant
    .input(FindContactInput)
    .output(FoundContact.nullable())
    .mutation(({ ctx, input }) => ctx.services.contacts.find(ctx.actor, ctx.tenantId, input)),
  reveal: inTenant
    .input(ContactInput)
    .output(Revealed)
    .mutation(({ ctx, input }) => ctx.services.contacts.reveal(ctx.actor, ctx.tenantId, input.contactNo)),
  erase: inTenant
    .input(ContactInput)
    .output(Certificate)
    .mutation(({ ctx, input }) => ctx.services.contacts.erase(ctx.actor, ctx.tenantId, input.contactNo)),
})
