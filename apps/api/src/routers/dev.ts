import { NotFound } from '@throughline/canonical'
import { z } from 'zod'
import { OutboxMail } from '../contract/index.ts'
import { anyone, router } from '../trpc/builder.ts'

/** Only where no mail server is set, and for whoever sits at the machine: the mails that would have been sent. */
export const dev = router({
  outbox: anyone.output(z.array(OutboxMail)).query(async ({ ctx }) => {
    // Mails hold links that let in whoever has them.
    const mails = ctx.atOwnMachine ? await ctx.services.mailer.outbox(50) : undefined
    if (!mails) throw new NotFound('No such page.')
    return mails
  }),
})
