import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate as runMigrations } from 'drizzle-orm/postgres-js/migrator'
import { connect } from './connect.ts'
import { police } from './police.ts'

/** Deadlock detected; lock not available. */
const crossed = new Set(['40P01', '55P03'])
const triesAtMost = 5

const here = path.join(import.meta.dirname, '..')

/**
 * Brings a database to this version's structure: the numbered migrations, then what is stated anew each time (settings,
 * policies, grants, system functions). One at a time under an advisory lock; two servers starting together do it once.
 * @param url of the login that owns, or will own, the tables
 */
export async function migrate(url: string): Promise<void> {
  // Drizzle rewires a client's serializers, so each part has its own.
  const lock = connect(url, { max: 1, onnotice: () => {} })
  const migrator = connect(url, { max: 1, onnotice: () => {} })
  try {
    await lock`select pg_advisory_lock(7271001)`
    await migrator.unsafe(`set lock_timeout = '2s'`)
    await runMigrations(drizzle(migrator), {
      migrationsFolder: path.join(here, 'migrations'),
      migrationsSchema: 'throughline',
    })
    const stateAnew = () =>
      lock.begin(async (tx) => {
        const [settings, ...rest] = readdirSync(path.join(here, 'always')).sort()
        await tx.unsafe(readFileSync(path.join(here, 'always', settings ?? ''), 'utf8'))
        await police(tx as unknown as typeof lock)
        for (const file of rest) await tx.unsafe(readFileSync(path.join(here, 'always', file), 'utf8'))
      })
    // Beside a server that writes, the locks of every table may cross its own: whoever loses begins again.
    for (let tries = 1; ; tries++)
      try {
        await stateAnew()
        break
      } catch (error) {
        if (tries === triesAtMost || !crossed.has((error as { code?: string }).code ?? '')) throw error
      }
  } finally {
    await lock.end()
    await migrator.end()
  }
}
