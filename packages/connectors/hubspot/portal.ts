import type { Account, Ctx } from '@throughline/connector-kit'
import { z } from 'zod'
import { paths } from './paths.ts'
import type { Config } from './schema.ts'

/** What every row carries of the account it is from: ids are unique within it, days and amounts are counted in it. */
export interface Portal {
  portalId: string
  portalZone: string
  portalCurrency?: string
}

const Details = z.object({
  portalId: z.union([z.number(), z.string()]).transform(String),
  timeZone: z.string().default('UTC'),
  companyCurrency: z.string().nullish(),
  accountType: z.string().nullish(),
  portalName: z.string().nullish(),
})

/** Asks HubSpot which account these credentials are of. */
export async function askForAccount({ http }: Pick<Ctx<Config>, 'http'>): Promise<Account> {
  const details = (await http.get(paths.account, { bucket: 'calls' })).json(Details)
  const kind =
    details.accountType && details.accountType !== 'STANDARD' ? ` (${details.accountType.toLowerCase()})` : ''
  return {
    id: details.portalId,
    name: `${details.portalName || `HubSpot ${details.portalId}`}${kind.replaceAll('_', ' ')}`,
    zone: details.timeZone,
    ...(details.companyCurrency ? { currency: details.companyCurrency } : {}),
  }
}

/** The account of this connection: as found when it was checked, else asked for. */
export async function portalOf(ctx: Pick<Ctx<Config>, 'http' | 'accounts'>): Promise<Portal> {
  const { id, zone = 'UTC', currency } = ctx.accounts[0] ?? (await askForAccount(ctx))
  return { portalId: id, portalZone: zone, ...(currency === undefined ? {} : { portalCurrency: currency }) }
}

/** A record's key everywhere: HubSpot's ids are unique within one account only. */
export const keyOf = ({ portalId }: Pick<Portal, 'portalId'>, id: string): string => `${portalId}:${id}`

/** The same where the id may be missing. */
export const keyIfAny = (portal: Pick<Portal, 'portalId'>, id: string | undefined): string | undefined =>
  id === undefined ? undefined : keyOf(portal, id)

/** HubSpot's own id in a key of this account; undefined for a key of another. */
export function idIn({ portalId }: Pick<Portal, 'portalId'>, key: string): string | undefined {
  const id = key.startsWith(`${portalId}:`) ? key.slice(portalId.length + 1) : ''
  return id === '' ? undefined : id
}
