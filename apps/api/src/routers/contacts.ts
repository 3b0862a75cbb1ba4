import { Certificate, ContactInput, FindContactInput, FoundContact, Revealed } from '../contract/index.ts'
import { inTenant, notYet, router } from '../trpc/builder.ts'

/** People: found by exact address, revealed and erased only by those who may, and always audited. */
export const contacts = router({
  find: inTenant
    .input(FindContactInput)
    .output(FoundContact.nullable())
    .mutation(() => notYet()),
  reveal: inTenant
    .input(ContactInput)
    .output(Revealed)
    .mutation(() => notYet()),
  erase: inTenant
    .input(ContactInput)
    .output(Certificate)
    .mutation(() => notYet()),
})
