import { createHash } from 'node:crypto'
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
 * @param options.unlessSame leaves alone a database that this very version has stated already, taking no lock: for what runs beside
 *   a server that writes
 */
export async function migrate(url: string, { unlessSame = false }: { unlessSame?: boolean } = {}): Promise<void> {
  // Drizzle rewires a client's serializers, so each part has its own.
  const lock = connect(url, { max: 1, onnotice: () => {} })
  const migrator = connect(url, { max: 1, onnotice: () => {} })
  try {
    if (unlessSame && (await statedLast(lock)) === fingerprint()) return
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
        await tx`create table if not exists throughline.stated (fingerprint text not null)`
        await tx`delete from throughline.stated`
        await tx`insert into throughline.stated values (${fingerprint()})`
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

/** What this version states, as one hash: its migrations, what it states anew, and who states it. */
function fingerprint(): string {
  const hash = createHash('sha256')
  const stated = ['migrations', 'always'].flatMap((folder) =>
    readdirSync(path.join(here, folder))
      .filter((file) => file.endsWith('.sql'))
      .sort()
      .map((file) => path.join(here, folder, file)),
  )
  const stating = ['police.ts', 'schema/about.ts', 'migrate.ts'].map((file) => path.join(import.meta.dirname, file))
  for (const file of [...stated, ...stating]) hash.update(readFileSync(file)).update('\0')
  return hash.digest('hex')
}

async function statedLast(sql: ReturnType<typeof connect>): Promise<string | undefined> {
  const [there] = await sql`select to_regclass('throughline.stated') as name`
  if (!there?.['name']) return undefined
  const [stated] = await sql<{ fingerprint: string }[]>`select fingerprint from throughline.stated`
  return stated?.fingerprint
}
