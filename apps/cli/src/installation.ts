import { existsSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { createDatabase, type Logins, prepareRoles } from '@throughline/db'
import {
  holderOf,
  type PersistentServer,
  type Progress,
  StartFailure,
  startPersistentServer,
} from '@throughline/db/embedded'
import { loginsOfGivenServer } from './given-server.ts'
import { stateDirOf } from './home.ts'
import { derivedLogins, derivedPasswords } from './logins.ts'

/** The database of this installation, reachable for as long as it is open. */
export interface Installation {
  stateDir: string
  logins: Logins
  /** Our own server, if this process runs it; else the one of DATABASE_URL, or of the start that holds the clone. */
  server: PersistentServer | undefined
  /** The superuser of our own server, whoever runs it; undefined for a given one. */
  adminUrl: string | undefined
  close: () => Promise<void>
}

export interface OpenOptions {
  env: NodeJS.ProcessEnv
  doing: string
  fresh?: boolean
  /** Use the server of a running `throughline start` where there is one, instead of refusing. */
  join?: boolean
  onProgress?: (progress: Progress) => void
}

const databaseName = 'throughline'
const urlFile = (stateDir: string) => path.join(stateDir, 'database.url')

/**
 * Opens the installation's database: the one of DATABASE_URL, else the clone's own server, started if nobody runs it.
 * @throws StartFailure with one line for the person at the keyboard
 */
export const openInstallation = async (options: OpenOptions): Promise<Installation> => {
  const { env, doing, fresh = false, onProgress } = options
  const stateDir = stateDirOf(env)
  const given = env['DATABASE_URL']
  if (given) {
    if (fresh) throw new StartFailure('--fresh begins the clone’s own database again; it does not touch DATABASE_URL.')
    return {
      stateDir,
      logins: await loginsOfGivenServer(given),
      server: undefined,
      adminUrl: undefined,
      close: async () => {},
    }
  }
  if (options.join && (await holderOf(stateDir)) && existsSync(urlFile(stateDir))) {
    const adminUrl = (await readFile(urlFile(stateDir), 'utf8')).trim()
    return {
      stateDir,
      logins: derivedLogins(adminUrl, databaseName),
      server: undefined,
      adminUrl,
      close: async () => {},
    }
  }
  const server = await startPersistentServer({ stateDir, doing, fresh, onProgress })
  try {
    await prepareRoles(server.url, derivedPasswords(server.url))
    await createDatabase(server.url, databaseName)
    await writeFile(urlFile(stateDir), `${server.url}\n`, { mode: 0o600 })
  } catch (error) {
    await server.stop()
    throw error
  }
  return {
    stateDir,
    logins: derivedLogins(server.url, databaseName),
    server,
    adminUrl: server.url,
    close: async () => {
      await rm(urlFile(stateDir), { force: true })
      await server.stop()
    },
  }
}
