import { randomUUID } from 'node:crypto'
import postgres, { type Sql } from 'postgres'
import { inject } from 'vitest'
import { openDatabase, type Database } from '../database.ts'
import { createDoor, type Door } from '../door.ts'
import type { TimeLimits } from '../time-limit.ts'
import { withDatabase, type Logins } from '../roles.ts'
import { passwords, template } from './names.ts'

/** A database of a test file's own. `superuser` sees everything: for looking, and for what the system itself may not do. */
export interface TestDatabase {
  logins: Logins
  database: Database
  door: Door
  superuser: Sql
  drop(): Promise<void>
}

/** Clones the migrated template. Call it in `beforeAll`, `drop` it in `afterAll`. */
export async function testDatabase(
  now: () => Date = () => new Date('2026-11-20T15:00:00Z'),
  limits?: TimeLimits,
): Promise<TestDatabase> {
  const server = inject('postgres')
  const name = `test_${randomUUID().replaceAll('-', '')}`
  const admin = postgres(server, { max: 1, onnotice: () => {} })
  // Two files cloning at once would find the template in use: take turns.
  await admin.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(7271002)`
    const clone = postgres(server, { max: 1, onnotice: () => {} })
    await clone.unsafe(`create database "${name}" template "${template}" owner throughline_owner`)
    await clone.end()
  })
  const logins: Logins = {
    owner: withDatabase(server, name, { name: 'throughline_owner', password: passwords.owner }),
    app: withDatabase(server, name, { name: 'throughline_app', password: passwords.app }),
    jobs: withDatabase(server, name, { name: 'throughline_jobs', password: passwords.jobs }),
  }
  const superuser = postgres(withDatabase(server, name), { max: 2, onnotice: () => {} })
  const database = await openDatabase(logins)
  return {
    logins,
    database,
    door: createDoor(database, now, limits),
    superuser,
    async drop() {
      await database.close()
      await superuser.end()
      await admin.unsafe(`drop database if exists "${name}" with (force)`)
      await admin.end()
    },
  }
}
