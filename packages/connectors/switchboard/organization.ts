import { ProviderChanged, type Account, type Ctx } from '@throughline/connector-kit'
import { isObject, readObjectAnswer } from './envelope.ts'
import { bucket } from './paging.ts'
import type { Config } from './settings.ts'

/** The organisation that the key belongs to, as a row. */
export async function organizationRow(ctx: Ctx<Config>): Promise<Record<string, unknown>> {
  const answer = await ctx.http.get('/v1/whoami', { bucket })
  const read = readObjectAnswer(answer, 'organization')
  if ('fault' in read) throw new ProviderChanged(`whoami is answered with the error ${read.fault.slice(0, 40)}`)
  const { object } = read
  const at = isObject(object.account) ? object.account : object
  const id = [at.id, at.organization_id, at.account_id, object.id].find(isId)
  const name = [at.name, at.organization_name, at.title, object.name].find((each) => typeof each === 'string')
  const known = { ...at, id: id ?? name ?? 'organization', ...(name === undefined ? {} : { name }) }
  // Without a date of its own it is dated by the day from which its texts are read: a date that stays the same.
  return { ...known, seen_at: `${ctx.config.backfillFrom}T00:00:00Z` }
}

/** @throws AskCustomer where the key is not accepted */
export async function checkOrganization(ctx: Ctx<Config>): Promise<Account[]> {
  const { id, name } = await organizationRow(ctx)
  const text = (value: unknown): string => (typeof value === 'number' ? String(value) : (value as string))
  return [
    {
      id: text(id),
      name: typeof name === 'string' ? name : 'Switchboard',
      currency: 'USD',
      zone: ctx.config.timeZone,
    },
  ]
}

const isId = (value: unknown): boolean => (typeof value === 'string' && value !== '') || typeof value === 'number'
