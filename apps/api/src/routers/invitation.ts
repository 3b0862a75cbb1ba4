import { z } from 'zod'
import { AcceptInput, InvitationView, SignInOutput } from '../contract/index.ts'
import { anyone, router } from '../trpc/builder.ts'
import { remembering } from '../trpc/remembering.ts'

/** What somebody holding an invitation's link may do. */
export const invitation = router({
  view: anyone
    .input(z.object({ token: z.string().max(200) }))
    .output(InvitationView)
    .query(({ ctx, input }) => ctx.services.tenants.viewInvitation(input.token)),
  accept: anyone
    .input(AcceptInput)
    .output(SignInOutput)
    .mutation(({ ctx, input }) =>
      remembering(ctx, ctx.services.tenants.acceptInvitation({ ...input, address: ctx.address, browser: ctx.browser })),
    ),
})
