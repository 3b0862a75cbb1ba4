import { spawn } from 'node:child_process'
import { existsSync, openSync, closeSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Account } from './account.ts'
import type { Binaries } from './binaries.ts'
import { StartFailure } from './start-failure.ts'

/** What a running server writes in its data directory (`postmaster.pid`; the lines are documented in miscadmin.h). */
export interface Postmaster {
  pid: number
  port: number
  socketDir: string
  ready: boolean
}

export const readPostmaster = (dataDir: string): Postmaster | undefined => {
  const file = path.join(dataDir, 'postmaster.pid')
  if (!existsSync(file)) return undefined
  const lines = readFileSync(file, 'utf8').split('\n')
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid <= 0) return undefined
  return { pid, port: Number(lines[3]), socketDir: lines[4] ?? '', ready: lines[7]?.trim() === 'ready' }
}

/** Whether a process still runs. One that ended but was not yet collected by its parent (in a container: often never) does not. */
export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return !existsSync('/proc/self/stat')
  }
}

/** Whether that process is really the server of this directory, and not another that was given a dead one's number. */
export const isServerOf = (pid: number, dataDir: string): boolean => {
  if (!isAlive(pid)) return false
  const commandLine = `/proc/${pid}/cmdline`
  if (!existsSync(commandLine)) return true // not Linux: believe the pid file
  return readFileSync(commandLine, 'utf8').includes(dataDir)
}

/**
 * Starts `postgres` in a session of its own (Ctrl-C in the terminal must reach our process first, which stops the server last)
 * with its log in a file (a pipe would die with us and take an orphan's log along), and waits until it takes connections.
 *
 * @returns the server's process id
 */
export const startPostmaster = async (options: {
  binaries: Binaries
  account: Account | undefined
  dataDir: string
  logFile: string
  flags: string[]
}): Promise<number> => {
  const { binaries, account, dataDir, logFile, flags } = options
  const log = openSync(logFile, 'a', 0o600)
  let ended = false
  const child = spawn(binaries.postgres, ['-D', dataDir, ...flags], {
    ...account,
    cwd: '/',
    env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['ignore', log, log],
    detached: true,
  })
  child.once('exit', () => (ended = true))
  child.once('error', () => (ended = true))
  child.unref()
  const pid = child.pid
  for (;;) {
    if (ended || pid === undefined) {
      closeSync(log)
      throw new StartFailure(whyNot(logFile))
    }
    const found = readPostmaster(dataDir)
    if (found?.pid === pid && found.ready) break
    await pause(20)
  }
  closeSync(log)
  return pid
}

const whyNot = (logFile: string): string => {
  const tail = readFileSync(logFile, 'utf8').slice(-4000)
  if (/No space left on device/i.test(tail)) return 'The disk is full: the database cannot start.'
  const line = tail.split('\n').findLast((entry) => /FATAL|PANIC/.test(entry))
  return `The database did not start: ${line?.replace(/^.*?(FATAL|PANIC):\s*/, '') ?? 'no reason given'} (see ${logFile})`
}

const gone = async (pid: number, withinMs: number): Promise<boolean> => {
  const until = performance.now() + withinMs
  while (isAlive(pid)) {
    if (performance.now() > until) return false
    await pause(20)
  }
  return true
}

/** @returns false when there is no such process any more */
export const signalPostmaster = (pid: number, signal: NodeJS.Signals): boolean => {
  try {
    return process.kill(pid, signal)
  } catch {
    return false
  }
}

/** Fast shutdown: running statements are rolled back, everything committed is on disk. After 30 s, at once. */
export const stopPostmaster = async (pid: number): Promise<void> => {
  for (const [signal, withinMs] of [
    ['SIGINT', 30_000],
    ['SIGQUIT', 10_000],
    ['SIGKILL', 5_000],
  ] as const) {
    if (!signalPostmaster(pid, signal)) return
    if (await gone(pid, withinMs)) return
  }
}
