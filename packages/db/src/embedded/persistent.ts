import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { chmod, mkdtemp, readFile, rm, statfs, truncate, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { connect } from '../connect.ts'
import { type Account, give, serverAccount } from './account.ts'
import { archiveAt, arrangeArchiving, backupFolder, hasBase, systemIdentifier } from './backup/archive.ts'
import { binariesFor } from './binaries.ts'
import { initialise, type Progress } from './initialise.ts'
import { takeLock } from './lock.ts'
import { choosePlace } from './place.ts'
import { isAlive, isServerOf, readPostmaster, signalPostmaster, startPostmaster, stopPostmaster } from './postmaster.ts'
import { durableSettings, flags, memoryBytes } from './settings.ts'
import { StartFailure } from './start-failure.ts'

export interface PersistentServer {
  /** As superuser `postgres`, over a Unix socket in a private folder: `postgres://postgres:…@%2Ftmp%2F…/postgres`. */
  url: string
  /** The folder of the data directory, as `where` names it. */
  place: string
  dataDir: string
  /** This start made the data directory. */
  made: boolean
  /** A server left behind by a killed start answered with our password, and goes on serving. */
  adopted: boolean
  isRunning: () => boolean
  /** Stops the server and lets go of the state directory. */
  stop: () => Promise<void>
}

export interface PersistentOptions {
  /** `.throughline` of the clone, or THROUGHLINE_HOME. */
  stateDir: string
  /** What the holder of the lock is said to do. */
  doing?: string
  onProgress?: ((progress: Progress) => void) | undefined
  /** Begin again: throws the data away first. Keys and backups stay. */
  fresh?: boolean
  /** Refuse to start with less room than this on the disk. */
  leastFreeBytes?: number
  /** Where data and programs go that the server's account cannot reach in the clone. */
  sharedPlace?: string
}

const usualLeastFreeBytes = 300 * 1024 * 1024

/** The superuser's password: made at first start, kept in a file only its owner reads. */
const passwordOf = async (stateDir: string): Promise<string> => {
  const file = path.join(stateDir, 'postgres.password')
  if (!existsSync(file)) await writeFile(file, randomBytes(24).toString('base64url'), { mode: 0o600 })
  return (await readFile(file, 'utf8')).trim()
}

const urlOf = (socketDir: string, port: number, password: string) =>
  `postgres://postgres:${password}@${encodeURIComponent(socketDir)}:${port}/postgres`

/** Whether a server answers to us within the time. While it recovers from a crash it says so, and we wait. */
const answers = async (url: string, withinMs: number): Promise<boolean> => {
  const until = performance.now() + withinMs
  for (;;) {
    const sql = connect(url, { max: 1, connect_timeout: 5, onnotice: () => {} })
    try {
      await sql`select 1`
      return true
    } catch (error) {
      const { code } = error as { code?: string }
      const starting = code === '57P03'
      if (!starting || performance.now() > until) return false
      await pause(100)
    } finally {
      await sql.end({ timeout: 1 })
    }
  }
}

/** A server that an earlier process left running here: ours to go on with if it knows our password, else stopped. */
const adoptOrStop = async (dataDir: string, password: string): Promise<{ pid: number; url: string } | undefined> => {
  const left = readPostmaster(dataDir)
  if (!left) return undefined
  if (!isServerOf(left.pid, dataDir)) {
    // The number of a dead server was given to another process: PostgreSQL alone would refuse to start.
    if (isAlive(left.pid)) await rm(path.join(dataDir, 'postmaster.pid'), { force: true })
    return undefined
  }
  const url = urlOf(left.socketDir, left.port, password)
  if (left.socketDir && existsSync(left.socketDir) && (await answers(url, 60_000))) return { pid: left.pid, url }
  await stopPostmaster(left.pid)
  return undefined
}

const refuseOtherVersion = (dataDir: string, major: string) => {
  const found = readFileSync(path.join(dataDir, 'PG_VERSION'), 'utf8').trim()
  if (found !== major)
    throw new StartFailure(
      `The data in ${dataDir} were written by PostgreSQL ${found}, and this version brings ${major}: go back to the version that wrote them, or begin again with --fresh.`,
    )
}

const refuseFullDisk = async (place: string, leastFreeBytes: number) => {
  const { bavail, bsize } = await statfs(place)
  if (bavail * bsize < leastFreeBytes)
    throw new StartFailure(
      `The disk is full: ${place} has ${Math.floor((bavail * bsize) / 1024 / 1024)} MB left and needs at least ${leastFreeBytes / 1024 / 1024}.`,
    )
}

/** A folder for the socket that only the server's account enters, with a path short enough for one (about 100 bytes). */
const makeSocketDir = async (account: Account | undefined): Promise<string> => {
  const dir = await mkdtemp('/tmp/throughline-')
  await give(dir, account)
  await chmod(dir, 0o700)
  return dir
}

/**
 * Brings up the installation's own PostgreSQL: made on first start, reused afterwards, adopted after a kill.
 * @throws StartFailure with one line to print: held by another start, disk full, data of another major version
 */
export const startPersistentServer = async (options: PersistentOptions): Promise<PersistentServer> => {
  const { stateDir, onProgress } = options
  const release = await takeLock(stateDir, options.doing ?? 'throughline start')
  try {
    const account = serverAccount()
    const place = await choosePlace(stateDir, account, options.sharedPlace)
    const dataDir = path.join(place, 'postgres')
    if (options.fresh) await discard(dataDir)
    const binaries = await binariesFor(account, options.sharedPlace)
    const password = await passwordOf(stateDir)
    const made = !existsSync(path.join(dataDir, 'PG_VERSION'))
    if (!made) refuseOtherVersion(dataDir, binaries.major)
    const left = made ? undefined : await adoptOrStop(dataDir, password)
    const server = left ?? (await start())
    await chmod(dataDir, 0o700)
    const archive = archiveAt(backupFolder(stateDir, place), systemIdentifier(dataDir))
    await arrangeArchiving(server.url, hasBase(archive) ? archive : undefined)
    // If our process ends without having stopped it: no time to wait then, but to ask.
    const askToStop = () => {
      signalPostmaster(server.pid, 'SIGINT')
    }
    process.once('exit', askToStop)
    return {
      url: server.url,
      place,
      dataDir,
      made,
      adopted: left !== undefined,
      isRunning: () => isAlive(server.pid),
      stop: async () => {
        const socketDir = readPostmaster(dataDir)?.socketDir
        await stopPostmaster(server.pid)
        process.off('exit', askToStop)
        if (socketDir?.startsWith('/tmp/throughline-')) await rm(socketDir, { recursive: true, force: true })
        await release()
      },
    }

    async function start() {
      await refuseFullDisk(place, options.leastFreeBytes ?? usualLeastFreeBytes)
      if (made) {
        await rm(dataDir, { recursive: true, force: true })
        await initialise({ binaries, account, dataDir, password, durable: true, onProgress })
      }
      onProgress?.({ stage: 'Starting the database', fraction: 0 })
      const logFile = path.join(place, 'postgres.log')
      await truncate(logFile, 0).catch(() => {})
      const socketDir = await makeSocketDir(account)
      try {
        const settings = durableSettings(memoryBytes(), socketDir)
        const pid = await startPostmaster({ binaries, account, dataDir, logFile, flags: flags(settings) })
        onProgress?.({ stage: 'Starting the database', fraction: 1 })
        const url = urlOf(socketDir, 5432, password)
        if (await answers(url, 10_000)) return { pid, url }
        await stopPostmaster(pid)
        throw new StartFailure(
          `The database does not know the password in ${path.join(stateDir, 'postgres.password')}: put back the one it was made with, or begin again with --fresh.`,
        )
      } catch (error) {
        await rm(socketDir, { recursive: true, force: true })
        throw error
      }
    }
  } catch (error) {
    await release()
    throw error
  }
}

/** The password stays, because backups know it. */
const discard = async (dataDir: string) => {
  const left = readPostmaster(dataDir)
  if (left && isServerOf(left.pid, dataDir)) await stopPostmaster(left.pid)
  await rm(dataDir, { recursive: true, force: true })
}
