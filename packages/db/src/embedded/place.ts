import { createHash } from 'node:crypto'
import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type Account, canReach } from './account.ts'
import { sharedPlace } from './binaries.ts'

/**
 * The folder that holds the data directory: the state directory itself, or, where the account that PostgreSQL runs as cannot
 * enter it (root in a clone under a home of mode 700), a folder under /var/lib. `where` in the state directory names it.
 */
export const choosePlace = async (
  stateDir: string,
  account: Account | undefined,
  shared = sharedPlace,
): Promise<string> => {
  await mkdir(stateDir, { recursive: true })
  // Its secrets are 0600 each; the account needs to pass through to its own folder, and no more.
  await chmod(stateDir, account ? 0o711 : 0o700)
  const real = realpathSync(stateDir)
  const place = canReach(real, account) ? real : await reachablePlace(real, shared)
  await writeFile(path.join(stateDir, 'where'), `${place}\n`)
  return place
}

const reachablePlace = async (stateDir: string, shared: string): Promise<string> => {
  const moved = clonedFrom(stateDir, shared)
  const place = moved ?? path.join(shared, createHash('sha256').update(stateDir).digest('hex').slice(0, 12))
  await mkdir(place, { recursive: true, mode: 0o711 })
  await chmod(place, 0o711)
  await writeFile(path.join(place, 'clone'), `${stateDir}\n`, { mode: 0o600 })
  return place
}

/** The place of a clone that was moved here. A clone that was copied, its original still there, gets a place of its own. */
const clonedFrom = (stateDir: string, shared: string): string | undefined => {
  const read = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8').trim() : '')
  const named = read(path.join(stateDir, 'where'))
  if (!named.startsWith(`${shared}/`) || !existsSync(named)) return undefined
  const original = read(path.join(named, 'clone'))
  return original === stateDir || !existsSync(original) ? named : undefined
}

/** Where an existing installation keeps its data, as `where` names it. */
export const placeOf = (stateDir: string): string => {
  const where = path.join(stateDir, 'where')
  return existsSync(where) ? readFileSync(where, 'utf8').trim() : stateDir
}
