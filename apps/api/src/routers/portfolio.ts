import { Portfolio } from '../contract/index.ts'
import { person, router } from '../trpc/builder.ts'

/** Every granted client at once. */
export const portfolio = router({
  read: person.output(Portfolio).query(({ ctx }) => ctx.services.figures.portfolio(ctx.actor)),
})
