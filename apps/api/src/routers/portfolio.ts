import { Portfolio } from '../contract/index.ts'
import { notYet, person, router } from '../trpc/builder.ts'

/** Every granted client at once. */
export const portfolio = router({
  read: person.output(Portfolio).query(() => notYet()),
})
