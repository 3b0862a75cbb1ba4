import { NotFound } from '@throughline/canonical'
import { z } from 'zod'
import { OutboxMail } from '../contract/index.ts'
import { anyone, router } from '../trpc/builder.ts'

const ownHosts = new Set(['localhost', '127.0.0.1', '[::1]'])

/** Only where no mail server is set: the mails that would have been sent. */
export const dev = router({
  outbox: anyone.output(z.array(OutboxMail)).query(async ({ ctx }) => {
    // Mails hold links that let in whoever has them: shown only where the whole installation is somebody's own machine.
    const own = ownHosts.has(new URL(ctx.deps.publicUrl).hostname)
    const mails = own ? await ctx.services.mailer.outbox(50) : undefined
    if (!mails) throw new NotFound('No such page.')
    return mails
  }),
})
