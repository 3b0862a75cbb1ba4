import { authenticateJob, sql } from '@throughline/db'
import { masterKeyPath } from '../master-key-file.ts'
import type { Core } from './core.ts'

type Keys = Pick<Core, 'database' | 'door' | 'secrets' | 'say'>

/** Tries the keys of one client, so that a wrong master key is known before anybody needs it. @returns whether they open */
export const meetKeys = async ({ database, door, secrets, say }: Keys): Promise<boolean> => {
  const [tenant] = await database.call<{ tenant_id: string }>(sql`select tenant_id from list_tenants() limit 1`)
  if (!tenant) return true
  try {
    const id = tenant.tenant_id
    await door.withTenant(authenticateJob(id, 'start'), id, (inside) => secrets.forTenant(inside, new Date()))
    return true
  } catch {
    say('error', 'the master key does not open the keys of clients')
    return false
  }
}

/** @throws Error where no client's keys open that were tried: the master key is another one */
export const keysOpen = ({ secrets }: Pick<Keys, 'secrets'>): void => {
  const { opens, refuses } = secrets.met()
  if (opens === 0 && refuses > 0) throw new Error('the master key opens nothing')
}

/** The one line for whoever started it. */
export const wrongKey = (stateDir: string, env: NodeJS.ProcessEnv): string => {
  const whence = env['THROUGHLINE_MASTER_KEY'] ? 'THROUGHLINE_MASTER_KEY' : masterKeyPath(stateDir)
  return `The master key in ${whence} opens nothing that lies in this database: put back the one that it was sealed with. Until then deliveries are refused, for their senders to come again, and work rests.`
}
