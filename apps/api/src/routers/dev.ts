import { z } from 'zod'
import { OutboxMail } from '../contract/index.ts'
import { anyone, notYet, router } from '../trpc/builder.ts'

/** Only where no mail server is set: the mails that would have been sent. */
export const dev = router({
  outbox: anyone.output(z.array(OutboxMail)).query(() => notYet()),
})
