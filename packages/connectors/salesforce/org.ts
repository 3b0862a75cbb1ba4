import { AskCustomer, type Account, type Ctx } from '@throughline/connector-kit'
import { z } from 'zod'
import { refusedFor } from './errors.ts'
import { toId18, type OfOrg } from './ids.ts'
import { query } from './query.ts'
import type { Config } from './schema.ts'

/** What every row carries of the org it is from. */
export interface Org extends OfOrg {
  orgZone: string
  orgCurrency: string
}

const Organization = z.looseObject({
  Id: z.string().transform(toId18),
  Name: z.string().nullish(),
  IsSandbox: z.boolean().nullish(),
  TimeZoneSidKey: z.string().nullish(),
})
const Corporate = z.looseObject({ IsoCode: z.string() })

type Asking = Pick<Ctx<Config>, 'http' | 'config'>

/** Asks Salesforce which org these credentials are of. */
export async function askForOrg(ctx: Asking): Promise<Account> {
  const { rows } = await query(ctx, 'SELECT Id, Name, IsSandbox, TimeZoneSidKey FROM Organization LIMIT 1')
  const found = Organization.safeParse(rows[0])
  if (!found.success)
    throw new AskCustomer('the organisation is not to be seen', {
      say: 'The Salesforce user may not see the company’s own record. Give the integration user the permission View Setup and Configuration.',
    })
  const { Id, Name, IsSandbox, TimeZoneSidKey } = found.data
  if (IsSandbox === true && ctx.config.environment === 'production')
    throw new AskCustomer('a sandbox where production was said', {
      say: 'This is a Salesforce sandbox. Set the environment to sandbox, or sign in to the production org.',
      field: 'environment',
    })
  const zone = TimeZoneSidKey ? knownZone(TimeZoneSidKey) : undefined
  return {
    id: Id,
    name: `${Name || `Salesforce ${Id}`}${IsSandbox ? ' (sandbox)' : ''}`,
    currency: await corporateCurrency(ctx),
    ...(zone === undefined ? {} : { zone }),
  }
}

/** An org of several currencies names its own; one of a single currency names none anywhere in the API. */
async function corporateCurrency(ctx: Asking): Promise<string> {
  try {
    const { rows } = await query(ctx, 'SELECT IsoCode FROM CurrencyType WHERE IsCorporate = true LIMIT 1')
    return Corporate.safeParse(rows[0]).data?.IsoCode ?? ctx.config.currency
  } catch (error) {
    if (refusedFor(error, 'INVALID_TYPE', 'INVALID_FIELD')) return ctx.config.currency
    throw error
  }
}

/** The org of this connection: as found when it was checked, else asked for. */
export async function orgOf(ctx: Asking & Pick<Ctx<Config>, 'accounts'>): Promise<Org> {
  const { id, zone = 'UTC', currency = ctx.config.currency } = ctx.accounts[0] ?? (await askForOrg(ctx))
  return { orgId: id, orgZone: zone, orgCurrency: currency }
}

function knownZone(zone: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone && zone
  } catch {
    return undefined
  }
}
