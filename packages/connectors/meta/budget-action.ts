import { formatDecimal, Money, type Currency } from '@throughline/canonical'
import { AskCustomer, type Action, type Done } from '@throughline/connector-kit'
import { z } from 'zod'
import { accountsOf } from './accounts.ts'
import { ObjectId, standingOf, wordOf, write, type Standing } from './acting.ts'
import { toBudget } from './amounts.ts'
import type { MetaCtx } from './graph.ts'
import type { Config } from './schema.ts'

const Amount = Money.refine(({ minor }) => minor > 0, 'more than nothing')

export const BudgetInput = z.object({
  level: z.enum(['campaign', 'ad_set']),
  id: ObjectId,
  per: z.enum(['day', 'lifetime']),
  amount: Amount,
  /** What it was when this was asked for: somebody else's change since then is not written over. */
  was: Amount.optional(),
})
export type BudgetInput = z.infer<typeof BudgetInput>

const Detail = z.object({ before: Money.optional(), after: Money })
const fields = { day: 'daily_budget', lifetime: 'lifetime_budget' } as const

/** Sets what a campaign or an ad set may spend. Meta counts budgets in minor units, unlike what was spent. */
export const setBudget: Action<Config, BudgetInput> = {
  title: 'Set budget',
  input: BudgetInput,

  async preview(ctx, input) {
    const { standing, before } = await look(ctx, input)
    const { name = input.id } = standing
    const what = `${input.per === 'day' ? 'daily' : 'lifetime'} budget of the ${wordOf[input.level]} “${name}”`
    if (before.minor === input.amount.minor)
      return { summary: `The ${what} is ${words(before)} already.`, before, after: before, nothing: true }
    return { summary: `Sets the ${what} from ${words(before)} to ${words(input.amount)}.`, before, after: input.amount }
  },

  async run(ctx, input) {
    const { before } = await look(ctx, input)
    if (before.minor === input.amount.minor) return done(input, input.was ?? before)
    if (input.was && before.minor !== input.was.minor) throw changedSince(before)
    await write(ctx, input.level, input.id, { [fields[input.per]]: String(input.amount.minor) })
    return done(input, before)
  },

  async find(ctx, _key, input) {
    const { before } = await look(ctx, input)
    return before.minor === input.amount.minor ? done(input, input.was) : undefined
  },

  async undo(ctx, { detail }, input) {
    const { before, after } = Detail.parse(detail)
    const { before: now } = await look(ctx, input)
    if (!before)
      throw new AskCustomer('the budget before is not known', {
        say: 'What the budget was before is not known. Please set it anew.',
      })
    if (now.minor === before.minor) return
    if (now.minor !== after.minor) throw changedSince(now)
    await write(ctx, input.level, input.id, { [fields[input.per]]: String(before.minor) })
  },
}

const done = ({ id, amount }: BudgetInput, before: Money | undefined): Done => ({
  ref: id,
  detail: { ...(before ? { before } : {}), after: amount },
})

const words = (money: Money): string => `${formatDecimal(money)} ${money.currency}`

async function look(
  ctx: MetaCtx,
  { level, id, per, amount }: BudgetInput,
): Promise<{ standing: Standing; before: Money }> {
  const standing = await standingOf(ctx, level, id)
  const account = (await accountsOf(ctx)).find((each) => each.id === standing.account_id)
  const currency: Currency = account?.currency ?? amount.currency
  if (amount.currency !== currency)
    throw new AskCustomer('the budget is in another currency', {
      say: `This ad account counts in ${currency}; the budget was given in ${amount.currency}.`,
    })
  const before = toBudget(standing[fields[per]], currency)
  if (!before) throw noSuchBudget(standing, level, per)
  return { standing, before }
}

/** A budget stands in one place: on the campaign or on its ad sets, by day or for the whole run. */
function noSuchBudget(standing: Standing, level: BudgetInput['level'], per: BudgetInput['per']): AskCustomer {
  const other = per === 'day' ? 'lifetime' : 'day'
  const say = toBudget(standing[fields[other]], 'USD')
    ? `This ${wordOf[level]} has a ${other === 'day' ? 'daily' : 'lifetime'} budget; Meta does not turn one kind into the other.`
    : `This ${wordOf[level]} has no budget of its own: it stands ${level === 'campaign' ? 'on its ad sets' : 'on the campaign'}.`
  return new AskCustomer('no such budget', { say })
}

const changedSince = (now: Money): AskCustomer =>
  new AskCustomer('the budget was changed meanwhile', {
    say: `Somebody has changed this budget in the meantime: it is ${words(now)} now. Please look at it again.`,
  })
