import { z } from 'zod'
import { FirstOwnerInput, SignInOutput } from '../contract/index.ts'
import { anyone, router } from '../trpc/builder.ts'
import { remembering } from '../trpc/remembering.ts'

/** The one-time link that a fresh installation prints. */
export const firstOwner = router({
  view: anyone
    .input(z.object({ token: z.string().max(200) }))
    .output(z.object({ expiresAt: z.string() }))
    .query(({ ctx, input }) => ctx.services.tenants.viewFirstOwnerLink(input.token)),
  accept: anyone
    .input(FirstOwnerInput)
    .output(SignInOutput)
    .mutation(({ ctx, input: { token, agencyName, ...owner } }) =>
      remembering(ctx, ctx.services.tenants.acceptFirstOwnerLink(token, { agencyName, owner })),
    ),
})
