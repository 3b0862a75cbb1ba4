import { AskCustomer, RetryLater, type Account, type ReadPage } from '@throughline/connector-kit'
import { z } from 'zod'
import { get, getAll, type MetaCtx } from './graph.ts'
import { graphErrorOf, isForbidden, isGone } from './graph-error.ts'

/** Without what has been spent and today's offset: they change by themselves, and every reading would be news. */
const fields =
  'id,account_id,name,currency,timezone_id,timezone_name,account_status,disable_reason,spend_cap,created_time'

/** What is needed of an account before anything of it is read. */
const Known = z.looseObject({
  account_id: z.string().regex(/^\d+$/),
  name: z.string(),
  currency: z.string(),
  timezone_name: z.string(),
})

const hourMs = 3_600_000

/** Tries the token. @returns this client's ad accounts. @throws AskCustomer where one is out of reach, or it is unclear whose they are */
export async function checkAccounts(ctx: MetaCtx): Promise<Account[]> {
  const { adAccounts } = ctx.config
  if (adAccounts.length > 0) {
    const found: Account[] = []
    for (const id of adAccounts) found.push(await findAccount(ctx, id))
    return found
  }
  const seen = (await listAccounts(ctx)).flatMap((row) => Known.safeParse(row).data ?? [])
  const [only] = seen
  if (!only)
    throw new AskCustomer('the token sees no ad account', {
      say: 'This sign-in sees no ad account. Somebody who manages the account can add this person in Business settings > Ad accounts.',
    })
  if (seen.length > 1) {
    const names = seen.slice(0, 20).map(({ name, account_id }) => `${name} (${account_id})`)
    throw new AskCustomer('the token sees several ad accounts', {
      say: `This sign-in sees ${seen.length} ad accounts: ${names.join(', ')}. Enter the numbers of those that belong to this client.`,
      field: 'adAccounts',
    })
  }
  return [toAccount(only)]
}

/** This client's accounts: as found by the last check, and what was added to the settings since. */
export async function accountsOf(ctx: MetaCtx): Promise<Account[]> {
  const { adAccounts } = ctx.config
  if (adAccounts.length === 0) return ctx.accounts.length > 0 ? [...ctx.accounts] : checkAccounts(ctx)
  const known = new Map(ctx.accounts.map((account) => [account.id, account]))
  const found: Account[] = []
  for (const id of adAccounts) found.push(known.get(id) ?? (await findAccount(ctx, id)))
  return found
}

async function findAccount(ctx: MetaCtx, id: string): Promise<Account> {
  try {
    const answer = await get(ctx, `act_${id}`, { bucket: 'objects', query: { fields } })
    return toAccount(answer.json(Known))
  } catch (error) {
    const said = graphErrorOf(error)
    if (!said || !(isGone(said) || isForbidden(said))) throw error
    throw new AskCustomer(`ad account ${id} is out of reach`, {
      say: sayOutOfReach([id]),
      field: 'adAccounts',
      cause: error,
    })
  }
}

const listAccounts = (ctx: MetaCtx): Promise<unknown[]> =>
  getAll(ctx, 'me/adaccounts', { bucket: 'objects', query: { fields, limit: '100' } })

/**
 * Reads this client's accounts, all of them each time. Money and days of an account never change at Meta: where they seem to,
 * everything read so far would mean something else, so a person must look.
 */
export async function* readAccounts(ctx: MetaCtx): AsyncGenerator<ReadPage<Record<string, never>>> {
  const ours = new Map((await accountsOf(ctx)).map((account) => [account.id, account]))
  const rows = (await listAccounts(ctx)).filter((row) => {
    const id = Known.pick({ account_id: true }).safeParse(row).data?.account_id
    // What does not even have a number is for the quarantine to show.
    return id === undefined || ours.has(id)
  })
  for (const row of rows) {
    const now = Known.safeParse(row).data
    const before = now && ours.get(now.account_id)
    if (before && (before.currency !== now.currency || before.zone !== now.timezone_name))
      throw new AskCustomer(`ad account ${now.account_id} changed its currency or zone`, {
        say: `The ad account ${before.name} now counts in ${now.currency} and ${now.timezone_name}; it was read in ${before.currency} and ${before.zone}. Please connect it as a new one.`,
      })
  }
  const listed = new Set(rows.map((row) => Known.safeParse(row).data?.account_id))
  for (const id of ours.keys())
    if (!listed.has(id)) rows.push((await get(ctx, `act_${id}`, { bucket: 'objects', query: { fields } })).json(Known))
  yield { rows, next: {}, last: true }
}

/**
 * Some accounts were taken away while others go on: those are read, and this says which are missing until they are back or no
 * longer in the settings. Never silently left out.
 */
export function outOfReach(ctx: MetaCtx, ids: readonly string[]): RetryLater {
  return new RetryLater(`ad accounts out of reach: ${ids.join(', ')}`, {
    at: new Date(ctx.now().getTime() + hourMs),
    say: sayOutOfReach(ids),
  })
}

const sayOutOfReach = (ids: readonly string[]): string =>
  `This sign-in may not read ad account ${ids.join(', ')}. Give it access in Business settings > Ad accounts, or take the number out of the settings here.`

const toAccount = ({ account_id: id, name, currency, timezone_name: zone }: z.infer<typeof Known>): Account => ({
  id,
  name,
  currency,
  zone,
})
