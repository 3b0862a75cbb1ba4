import { readFileSync } from 'node:fs'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { connect } from '../../connect.ts'
import { type Account, give } from '../account.ts'
import type { Binaries } from '../binaries.ts'
import type { Progress } from '../initialise.ts'
import { isServerOf, startPostmaster, stopPostmaster } from '../postmaster.ts'
import { durableSettings, flags, memoryBytes } from '../settings.ts'
import { StartFailure } from '../start-failure.ts'
import { type Archive, restoreCommand } from './archive.ts'
import { copyFiles } from './copy-files.ts'
import type { Base } from './take-backup.ts'

interface Play {
  place: string
  making: string
  archive: Archive
  from: Base
  until: Date | undefined
  binaries: Binaries
  account: Account | undefined
  stateDir: string
  onProgress?: ((progress: Progress) => void) | undefined
}

/**
 * Copies the backup to `making` and plays the log onto it, up to the last commit at or before `until`.
 * @returns 'log ended before' when no commit is that late
 */
export const playLog = async (it: Play): Promise<{ lastCommitAt: string | undefined } | 'log ended before'> => {
  const { making, archive, from, until, account, onProgress } = it
  await rm(making, { recursive: true, force: true })
  await copyFiles({
    from: path.join(archive.base, from.name, 'data'),
    to: making,
    account,
    onFraction: (fraction) => onProgress?.({ stage: 'Copying the backup', fraction: fraction * 0.6 }),
  })
  const signal = path.join(making, 'recovery.signal')
  await writeFile(signal, '')
  await give(signal, account)
  const socketDir = await mkdtemp('/tmp/throughline-')
  await give(socketDir, account)
  await chmod(socketDir, 0o700)
  const logFile = path.join(it.place, 'restore.log')
  await writeFile(logFile, '', { mode: 0o600 })
  onProgress?.({ stage: 'Playing the log', fraction: 0.7 })
  try {
    const pid = await startPostmaster({
      binaries: it.binaries,
      account,
      dataDir: making,
      logFile,
      flags: flags({
        ...durableSettings(memoryBytes(), socketDir),
        log_min_messages: 'log',
        restore_command: restoreCommand(archive),
        recovery_target_action: 'promote',
        ...(until ? { recovery_target_time: until.toISOString().replace('T', ' ').replace('Z', '+00') } : {}),
      }),
    })
    try {
      if (!(await promoted(pid, making, socketDir, it.stateDir)))
        throw new StartFailure('The server ended while it played the log.')
    } finally {
      await stopPostmaster(pid)
    }
  } catch (error) {
    if (until && /recovery ended before configured recovery target/.test(readFileSync(logFile, 'utf8')))
      return 'log ended before'
    throw error
  } finally {
    await rm(socketDir, { recursive: true, force: true })
  }
  const last = /last completed transaction was at log time ([^\n]+)/.exec(readFileSync(logFile, 'utf8'))?.[1]
  return {
    lastCommitAt: last
      ? new Date(last.replace(' UTC', 'Z').replace(' ', 'T').replace(/\+00$/, 'Z')).toISOString()
      : undefined,
  }
}

/** Waits until the server has played all it should and takes writes. @returns false when it ended instead */
const promoted = async (pid: number, dataDir: string, socketDir: string, stateDir: string): Promise<boolean> => {
  const password = readFileSync(path.join(stateDir, 'postgres.password'), 'utf8').trim()
  const url = `postgres://postgres:${password}@${encodeURIComponent(socketDir)}:5432/postgres`
  for (;;) {
    if (!isServerOf(pid, dataDir)) return false
    const sql = connect(url, { max: 1, connect_timeout: 5, onnotice: () => {} })
    const state = await sql<[{ recovering: boolean }]>`select pg_is_in_recovery() as recovering`.then(
      ([{ recovering }]) => recovering,
      (error: { code?: string; message: string }) => {
        if (error.code === '28P01')
          throw new StartFailure(
            'The backup was made with another password than the one in postgres.password: put that one back.',
          )
        return true
      },
    )
    await sql.end({ timeout: 1 })
    if (!state) return true
    await pause(100)
  }
}
