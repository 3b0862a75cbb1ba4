import { AskCustomer, Refused } from '@throughline/connector-kit'
import { z } from 'zod'
import { get, post, type MetaCtx } from './graph.ts'
import { graphErrorOf, isForbidden, isGone } from './graph-error.ts'

export type Level = 'campaign' | 'ad_set' | 'ad'
export const wordOf: Record<Level, string> = { campaign: 'campaign', ad_set: 'ad set', ad: 'ad' }

/** An id as it stands in our own records. */
export const ObjectId = z.string().regex(/^\d{1,20}$/, 'the digits of an id')

const Standing = z.looseObject({
  id: z.coerce.string(),
  account_id: z.coerce.string(),
  name: z.string().optional(),
  status: z.string(),
  effective_status: z.string().optional(),
  daily_budget: z.coerce.string().optional(),
  lifetime_budget: z.coerce.string().optional(),
})
export type Standing = z.infer<typeof Standing>

const Written = z.looseObject({ success: z.boolean().optional() })

/** How an object stands at Meta now. @throws AskCustomer where it is gone, out of reach, or another client's */
export async function standingOf(ctx: MetaCtx, level: Level, id: string): Promise<Standing> {
  const budgets = level === 'ad' ? '' : ',daily_budget,lifetime_budget'
  const query = { fields: `id,account_id,name,status,effective_status${budgets}` }
  const standing = await inWords(level, () => get(ctx, id, { bucket: 'objects', query }))
  const found = standing.json(Standing)
  const ours = ctx.config.adAccounts.length > 0 ? ctx.config.adAccounts : ctx.accounts.map((account) => account.id)
  if (!ours.includes(found.account_id))
    throw new AskCustomer(`${level} of another ad account`, {
      say: `This ${wordOf[level]} belongs to an ad account that is not in this connection’s settings.`,
    })
  return found
}

/** Writes fields of an object. Doing so twice is doing so once, so a request that got no answer may be sent again. */
export async function write(ctx: MetaCtx, level: Level, id: string, form: Record<string, string>): Promise<void> {
  const answer = await inWords(level, () => post(ctx, id, { bucket: 'writes', form }))
  if (answer.json(Written).success === false) throw new Refused(`the ${level} was not changed`, answer.status)
}

async function inWords<T>(level: Level, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    const said = graphErrorOf(error)
    if (!said) throw error
    if (isGone(said))
      throw new AskCustomer(`${level} is gone`, {
        say: `Meta no longer knows this ${wordOf[level]}, or this sign-in may not see it.`,
        cause: error,
      })
    if (isForbidden(said))
      throw new AskCustomer(`${level} may not be changed`, {
        say: 'This sign-in may read ads and not change them. Sign in again and allow managing ads.',
        cause: error,
      })
    throw error
  }
}
