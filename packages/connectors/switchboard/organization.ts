import { AskCustomer, type Account, type Ctx } from '@throughline/connector-kit'
import { isObject, readObjectAnswer } from './envelope.ts'
import { bucket, notThere } from './paging.ts'
import type { Config } from './settings.ts'

/** The organisation that the key belongs to, as a row; nothing where Switchboard does not say. */
export async function askOrganization(ctx: Ctx<Config>): Promise<Record<string, unknown> | undefined> {
  const answer = await ctx.http.get('/v1/whoami', { bucket, accept: notThere })
  if (answer.status >= 400) return undefined
  const read = readObjectAnswer(answer, 'organization')
  if ('fault' in read) return undefined
  const { object } = read
  const at = isObject(object.account) ? object.account : object
  const name = [at.name, at.organization_name, at.title, object.name].find((each) => typeof each === 'string')
  // Nobody has published this answer: one that names nobody is still one to a good key.
  const id = [at.id, at.organization_id, at.account_id, object.id, name].find(isId) ?? 'organization'
  // Without a date of its own it is dated by the day from which its texts are read: a date that stays the same.
  return { ...at, id, ...(name === undefined ? {} : { name }), seen_at: `${ctx.config.backfillFrom}T00:00:00Z` }
}

/** @throws AskCustomer where the key is not accepted, or nobody says whose it is */
export async function checkOrganization(ctx: Ctx<Config>): Promise<Account[]> {
  const row = await askOrganization(ctx)
  if (!row)
    throw new AskCustomer('whoami does not say who', {
      say: 'Switchboard answers, but does not say which organisation this key belongs to. Please look whether it is a key of Organization Settings > API.',
    })
  const name = typeof row.name === 'string' ? row.name : 'Switchboard'
  return [{ id: String(row.id), name, currency: 'USD', zone: ctx.config.timeZone }]
}

const isId = (value: unknown): boolean => (typeof value === 'string' && value !== '') || typeof value === 'number'
