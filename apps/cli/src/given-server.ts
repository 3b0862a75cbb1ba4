import { connect, createDatabase, type Logins, prepareRoles } from '@throughline/db'
import { StartFailure } from '@throughline/db/embedded'
import { derivedLogins, derivedPasswords } from './logins.ts'

const oldestVersion = 170_000

/** What the login of DATABASE_URL is and may do. */
interface Standing {
  database: string
  login: string
  version: number
  administrator: boolean
  rolesThere: boolean
}

const lookAround = async (url: string): Promise<Standing> => {
  const where = unnamed(url)
  const sql = connect(url, { max: 1, connect_timeout: 10, onnotice: () => {} })
  try {
    const [found] = await sql<[Standing]>`
      select current_database() as database, current_user::text as login, current_setting('server_version_num')::int as version,
        rolsuper as administrator,
        (select count(*) = 2 from pg_roles r where rolname in ('throughline_app', 'throughline_system')
           and pg_has_role(current_user, r.oid, 'member')) as "rolesThere"
      from pg_roles where rolname = current_user`
    return found
  } catch (error) {
    throw new StartFailure(`The database at ${where} cannot be used: ${(error as Error).message || String(error)}`, {
      cause: error,
    })
  } finally {
    await sql.end({ timeout: 1 })
  }
}

/** The address without login and password, for messages. */
const unnamed = (url: string): string => {
  try {
    if (!/^postgres(ql)?:\/\//.test(url)) throw new Error('not a postgres address')
    const { host, pathname } = new URL(url)
    return decodeURIComponent(host) + pathname
  } catch {
    throw new StartFailure('DATABASE_URL is not an address like postgres://login:password@host:5432/name.')
  }
}

/**
 * The logins on a server that somebody else runs. A superuser's address gets a role each for owning, serving and jobs; any
 * other login owns the tables itself and steps down to `throughline_app` in every transaction.
 * @throws StartFailure when it is unreachable, too old, or the roles are missing
 */
export const loginsOfGivenServer = async (url: string): Promise<Logins> => {
  const it = await lookAround(url)
  if (it.version < oldestVersion)
    throw new StartFailure(
      `Throughline needs PostgreSQL 17 or newer; the one at ${unnamed(url)} is ${Math.floor(it.version / 10_000)}.`,
    )
  if (it.administrator) {
    await prepareRoles(url, derivedPasswords(url))
    await createDatabase(url, it.database)
    // In a database that was there before us, the owner of our tables may not yet make the schemas they stand in.
    const database = `"${it.database.replaceAll('"', '""')}"`
    await say(url, `grant create, connect, temporary on database ${database} to throughline_owner`)
    return derivedLogins(url, it.database)
  }
  if (!it.rolesThere)
    throw new StartFailure(
      `The login "${it.login}" lacks its roles. As an administrator run: create role throughline_app; create role throughline_system; grant throughline_app, throughline_system to "${it.login}"; alter role "${it.login}" nobypassrls`,
    )
  await say(url, 'grant create on schema public to throughline_system').catch((cause: unknown) => {
    throw new StartFailure(`The login "${it.login}" must own its database, or at least the schema public in it.`, {
      cause,
    })
  })
  return { owner: url, app: url, jobs: url, stepDownTo: 'throughline_app' }
}

const say = async (url: string, statement: string): Promise<void> => {
  const sql = connect(url, { max: 1, onnotice: () => {} })
  try {
    await sql.unsafe(statement)
  } finally {
    await sql.end()
  }
}
