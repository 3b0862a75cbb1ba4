import { NotFound } from '@throughline/canonical'
import { z } from 'zod'
import { OutboxMail } from '../contract/index.ts'
import { anyone, router } from '../trpc/builder.ts'

/** Only where no mail server is set: the mails that would have been sent. */
export const dev = router({
  outbox: anyone.output(z.array(OutboxMail)).query(async ({ ctx }) => {
    const mails = await ctx.services.mailer.outbox(50)
    if (!mails) throw new NotFound('No such page.')
    return mails
  }),
})
