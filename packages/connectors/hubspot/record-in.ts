import { AskCustomer, type Ctx } from '@throughline/connector-kit'
import { idIn, portalOf } from './portal.ts'
import type { Config } from './schema.ts'

/** HubSpot's id of a record that an action names. @throws AskCustomer where it is of another account */
export async function recordIn(ctx: Ctx<Config>, key: string): Promise<string> {
  const id = idIn(await portalOf(ctx), key)
  if (id !== undefined) return id
  throw new AskCustomer('the record is of another account', {
    say: 'This record belongs to another HubSpot account than the one that is connected.',
    field: 'key',
  })
}
