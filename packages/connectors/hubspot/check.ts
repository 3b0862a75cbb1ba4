import { AskCustomer, type Account, type Ctx } from '@throughline/connector-kit'
import { companies, contacts, deals, leads } from './object-type.ts'
import { paths } from './paths.ts'
import { askForAccount } from './portal.ts'
import type { Config } from './schema.ts'

/** Asks which account it is and tries one record of everything that is to be read, so that a missing permission shows at once. */
export async function check(ctx: Ctx<Config>): Promise<readonly Account[]> {
  const account = await askForAccount(ctx)
  const { http, config } = ctx
  const probe = (path: string) => http.get(path, { bucket: 'calls', query: { limit: '1' } })
  for (const { path } of [contacts, companies, deals]) await probe(paths.objects(path))
  await probe(paths.owners)
  if (config.leads === 'object') await orSwitchOff('leads', () => probe(paths.objects(leads.path)))
  if (config.campaigns) await orSwitchOff('campaigns', () => probe(paths.campaigns))
  if (config.forms) await orSwitchOff('forms', () => probe(paths.forms))
  return [account]
}

/** Says which setting to switch off where the account's plan, or the sign-in, does not have a part of HubSpot. */
async function orSwitchOff(field: keyof Config, ask: () => Promise<unknown>): Promise<void> {
  try {
    await ask()
  } catch (error) {
    if (error instanceof AskCustomer) throw new AskCustomer(error.message, { say: error.say, field, cause: error })
    throw error
  }
}
