import { Done, InTenant, Settings, UpdateSettingsInput } from '../contract/index.ts'
import { inTenant, notYet, router } from '../trpc/builder.ts'

/** A client's own settings. */
export const settings = router({
  read: inTenant
    .input(InTenant)
    .output(Settings)
    .query(() => notYet()),
  update: inTenant
    .input(UpdateSettingsInput)
    .output(Done)
    .mutation(() => notYet()),
})
