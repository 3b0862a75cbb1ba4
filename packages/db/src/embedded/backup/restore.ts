import { existsSync, readdirSync } from 'node:fs'
import { copyFile, rename } from 'node:fs/promises'
import path from 'node:path'
import { type Account, give, serverAccount } from '../account.ts'
import { binariesFor } from '../binaries.ts'
import type { Progress } from '../initialise.ts'
import { takeLock } from '../lock.ts'
import { choosePlace } from '../place.ts'
import { isServerOf, readPostmaster, stopPostmaster } from '../postmaster.ts'
import { StartFailure } from '../start-failure.ts'
import { archiveAt, type Archive, backupFolder, systemIdentifier } from './archive.ts'
import { playLog } from './play-log.ts'
import { type Base, basesIn } from './take-backup.ts'

export interface Restored {
  from: Base
  /** The last commit that is in the restored database; undefined where the copy alone was enough. */
  lastCommitAt: string | undefined
  /** Where the data that were in use until now are kept. */
  setAside: string | undefined
}

/** The archive to restore from: that of the data in use, else (they are lost) the one whose newest copy is newest. */
const findArchive = (folder: string, dataDir: string): Archive | undefined => {
  if (existsSync(path.join(dataDir, 'global', 'pg_control'))) {
    const own = archiveAt(folder, systemIdentifier(dataDir))
    if (basesIn(own).length > 0) return own
  }
  if (!existsSync(folder)) return undefined
  const newest = (archive: Archive) => basesIn(archive).at(-1)?.endedAt ?? ''
  return readdirSync(folder)
    .filter((name) => /^\d+$/.test(name))
    .map((name) => archiveAt(folder, name))
    .filter((archive) => newest(archive) !== '')
    .sort((a, b) => (newest(a) < newest(b) ? -1 : 1))
    .at(-1)
}

/** Keeps what the server in use wrote to its log and had not archived: the minutes just before it was lost. */
const keepWhatIsLeft = async (dataDir: string, archive: Archive, account: Account | undefined): Promise<void> => {
  const log = path.join(dataDir, 'pg_wal')
  if (!existsSync(log) || path.basename(archive.dir) !== systemIdentifier(dataDir)) return
  for (const name of readdirSync(log)) {
    const wanted = /^[0-9A-F]{24}$|^[0-9A-F]{8}\.history$/.test(name)
    if (!wanted || existsSync(path.join(archive.wal, `${name}.gz`))) continue
    const target = path.join(archive.left, name)
    await copyFile(path.join(log, name), target)
    await give(target, account)
  }
}

/**
 * Puts the database back to how it was at a moment: the last copy before it, and the log played onto it up to the last
 * commit at or before that moment. It is played beside the data in use, which are set aside only once all went well.
 *
 * @param at without it: as late as the log goes
 * @throws StartFailure when a server runs here, or no copy is old enough
 */
export const restore = async (options: {
  stateDir: string
  at?: Date | undefined
  now: () => Date
  onProgress?: (progress: Progress) => void
}): Promise<Restored> => {
  const { stateDir, at, now, onProgress } = options
  const release = await takeLock(stateDir, 'throughline restore')
  try {
    const account = serverAccount()
    const place = await choosePlace(stateDir, account)
    const binaries = await binariesFor(account)
    const dataDir = path.join(place, 'postgres')
    const running = readPostmaster(dataDir)
    if (running && isServerOf(running.pid, dataDir)) await stopPostmaster(running.pid)
    const archive = findArchive(backupFolder(stateDir, place), dataDir)
    if (!archive)
      throw new StartFailure(
        `There is no backup in ${backupFolder(stateDir, place)}: make one with "throughline backup".`,
      )
    const from = basesIn(archive).findLast((base) => at === undefined || new Date(base.endedAt) <= at)
    if (!from)
      throw new StartFailure(
        `The oldest backup is of ${basesIn(archive)[0]?.endedAt ?? '?'}: no earlier moment can be restored.`,
      )
    await keepWhatIsLeft(dataDir, archive, account)
    const making = path.join(place, 'postgres.restoring')
    const play = (until: Date | undefined) =>
      playLog({
        place,
        making,
        archive,
        from,
        until,
        binaries,
        account,
        stateDir,
        onProgress,
      })
    // PostgreSQL fails when the log ends before the moment: then nothing was committed after it, and all of the log is meant.
    let played = await play(at)
    if (played === 'log ended before') played = await play(undefined)
    if (played === 'log ended before') throw new StartFailure('The log in the archive ends before the copy is whole.')
    const setAside = existsSync(dataDir) ? `${dataDir}.before-${now().toISOString().replace(/[:.]/g, '-')}` : undefined
    if (setAside) await rename(dataDir, setAside)
    await rename(making, dataDir)
    return { from, lastCommitAt: played.lastCommitAt, setAside }
  } finally {
    await release()
  }
}
