import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { isAlive } from './postmaster.ts'
import { StartFailure } from './start-failure.ts'

/** Who holds a state directory. */
export interface Holder {
  pid: number
  /** When the process began, in the kernel's ticks: a number given again to another process does not match. */
  began: string
  /** What it does there, as "throughline start". */
  doing: string
  since: string
}

const beganAt = (pid: number): string => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}

const lockFile = (stateDir: string) => path.join(stateDir, 'lock')

/** The living process that holds the state directory, if one does. */
export const holderOf = async (stateDir: string): Promise<Holder | undefined> => {
  const text = await readFile(lockFile(stateDir), 'utf8').catch(() => '')
  try {
    const holder = JSON.parse(text) as Holder
    return isAlive(holder.pid) && beganAt(holder.pid) === holder.began ? holder : undefined
  } catch {
    return undefined
  }
}

/** @throws StartFailure naming the holder, if a living process holds the state directory */
export const refuseIfHeld = async (stateDir: string): Promise<void> => {
  const holder = await holderOf(stateDir)
  if (holder)
    throw new StartFailure(
      `Throughline already runs here: "${holder.doing}", process ${holder.pid}, since ${holder.since} (${lockFile(stateDir)}).`,
    )
}

/**
 * Takes the state directory for this process. What a killed process left is taken over.
 * @returns the release
 * @throws StartFailure naming the holder
 */
export const takeLock = async (stateDir: string, doing: string): Promise<() => Promise<void>> => {
  const mine: Holder = { pid: process.pid, began: beganAt(process.pid), doing, since: new Date().toISOString() }
  await mkdir(stateDir, { recursive: true })
  const draft = `${lockFile(stateDir)}.${process.pid}`
  await writeFile(draft, JSON.stringify(mine), { mode: 0o644 })
  try {
    for (let attempt = 0; attempt < 5; attempt += 1) {
      try {
        await link(draft, lockFile(stateDir)) // fails if it exists: two cannot both succeed
        return async () => {
          const now = await readFile(lockFile(stateDir), 'utf8').catch(() => '')
          if (now === JSON.stringify(mine)) await rm(lockFile(stateDir), { force: true })
        }
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      }
      await refuseIfHeld(stateDir)
      await rm(lockFile(stateDir), { force: true })
    }
    throw new StartFailure(`${lockFile(stateDir)} could not be taken; look whether another start is under way.`)
  } finally {
    await rm(draft, { force: true })
  }
}
