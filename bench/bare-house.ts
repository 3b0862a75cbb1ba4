import { connect } from '../packages/db/src/connect.ts'
import { startThrowawayServer } from '../packages/db/src/embedded/index.ts'
import {
  createDatabase,
  createDoor,
  migrate,
  openDatabase,
  prepareRoles,
  withDatabase,
  type Door,
} from '../packages/db/src/index.ts'

/** A migrated database with nobody in it, on a server of its own. */
export interface BareHouse {
  door: Door
  superuser: ReturnType<typeof connect>
  /** The login of the running system. */
  appUrl: string
  /** The login of the queue's schema. */
  jobsUrl: string
  close(): Promise<void>
}

const passwords = { owner: 'owner', app: 'app', jobs: 'jobs' }

/** @param now dates what the door writes */
export async function openBareHouse(now: () => Date = () => new Date('2026-11-20T15:00:00Z')): Promise<BareHouse> {
  const server = await startThrowawayServer()
  await prepareRoles(server.url, passwords)
  await createDatabase(server.url, 'bare')
  const login = (role: keyof typeof passwords) =>
    withDatabase(server.url, 'bare', { name: `throughline_${role}`, password: passwords[role] })
  await migrate(login('owner'))
  const superuser = connect(withDatabase(server.url, 'bare'), { max: 2, onnotice: () => {} })
  const database = await openDatabase({ app: login('app') })
  return {
    door: createDoor(database, now),
    superuser,
    appUrl: login('app'),
    jobsUrl: login('jobs'),
    async close() {
      await database.close()
      await superuser.end()
      await server.stop()
    },
  }
}
