import { z } from 'zod'
import { DeadLetter, Done, InTenant, Page, PageInput } from '../contract/index.ts'
import { inTenant, notYet, router } from '../trpc/builder.ts'

const DeadLetterInput = InTenant.extend({ id: z.uuid() })

/** Work that failed for good, to be looked at and tried again. */
export const jobs = router({
  deadLetters: inTenant
    .input(InTenant.extend(PageInput.shape))
    .output(Page(DeadLetter))
    .query(() => notYet()),
  replay: inTenant
    .input(DeadLetterInput)
    .output(Done)
    .mutation(() => notYet()),
  dismiss: inTenant
    .input(DeadLetterInput)
    .output(Done)
    .mutation(() => notYet()),
})
