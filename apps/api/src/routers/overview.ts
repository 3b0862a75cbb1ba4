import { Gift, LatestInput, Overview, OverviewInput, Page } from '../contract/index.ts'
import { inTenant, notYet, router } from '../trpc/builder.ts'

/** One client's figures by day, and its latest gifts. */
export const overview = router({
  read: inTenant
    .input(OverviewInput)
    .output(Overview)
    .query(() => notYet()),
  latest: inTenant
    .input(LatestInput)
    .output(Page(Gift))
    .query(() => notYet()),
})
