import { z } from 'zod'
import { AcceptInput, InvitationView, SignInOutput } from '../contract/index.ts'
import { anyone, notYet, router } from '../trpc/builder.ts'

/** What somebody holding an invitation's link may do. */
export const invitation = router({
  view: anyone
    .input(z.object({ token: z.string().max(200) }))
    .output(InvitationView)
    .query(() => notYet()),
  accept: anyone
    .input(AcceptInput)
    .output(SignInOutput)
    .mutation(() => notYet()),
})
