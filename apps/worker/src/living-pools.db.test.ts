import { randomUUID } from 'node:crypto'
import { cast, plantCast, testDatabase, type TestDatabase } from '@throughline/db/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openQueue, type GraphileQueue } from './graphile-queue.ts'
import { stayAlive, type Alive } from './living-pools.ts'

let t: TestDatabase
let queue: GraphileQueue
beforeAll(async () => {
  t = await testDatabase()
  await plantCast(t.superuser)
  queue = await openQueue({ jobsUrl: t.logins.jobs })
})
afterAll(async () => {
  await queue.close()
  await t.drop()
})

/** The sessions that hold a pool's lock. */
const holders = (pool: string) =>
  t.superuser<{ pid: number }[]>`
    select pid from pg_locks where locktype = 'advisory' and granted and classid = 7271 and database =
      (select oid from pg_database where datname = current_database()) and objid::bigint = hashtext(${pool})::bit(32)::bigint`

/** Ends the connection that holds the lock, as a network or a server that restarts does. */
async function cut(pool: string): Promise<void> {
  const [holder] = await holders(pool)
  await t.superuser`select pg_terminate_backend(${holder!.pid}, 5000)`
}

/** Asks until it holds: what broke is noticed a moment later. */
async function holdsSoon(alive: Alive): Promise<boolean> {
  for (let asked = 0; asked < 100; asked += 1) {
    if (await alive.holds()) return true
    await t.superuser`select pg_sleep(0.05)`
  }
  return false
}

test('a lock whose connection breaks is taken again, by one connection', async () => {
  const pool = `pool-${randomUUID()}`
  const alive = await stayAlive(queue.pool, queue.utils, pool)
  expect([await alive.holds(), (await holders(pool)).length]).toEqual([true, 1])
  const [before] = await holders(pool)
  for (let times = 0; times < 3; times += 1) {
    await cut(pool)
    expect(await holdsSoon(alive)).toBe(true)
    expect(await holders(pool)).toHaveLength(1)
  }
  expect((await holders(pool))[0]?.pid).not.toBe(before?.pid)
  await alive.release()
  expect(await holders(pool)).toEqual([])
  expect(await alive.holds()).toBe(false)
})

test('while the server still has the lock for somebody else, it is not held here', async () => {
  const pool = `pool-${randomUUID()}`
  const first = await stayAlive(queue.pool, queue.utils, pool)
  // Another that says it is the same pool, as after a connection that only one end knows to be gone.
  await expect(stayAlive(queue.pool, queue.utils, pool)).rejects.toThrow('could not be taken')
  const asleep = await t.superuser.reserve()
  await Promise.all([asleep`select pg_advisory_lock(7271, hashtext(${pool}))`, cut(pool)])
  expect(await first.holds()).toBe(false)
  expect(await first.holds()).toBe(false)
  await asleep`select pg_advisory_unlock(7271, hashtext(${pool}))`
  asleep.release()
  expect(await holdsSoon(first)).toBe(true)
  await first.release()
})

test('a pool whose connection broke a moment ago keeps what it has in hand; a dead one does not', async () => {
  const [broken, dead] = [`pool-${randomUUID()}`, `pool-${randomUUID()}`]
  for (const [pool, tenantId] of [
    [broken, cast.harbor],
    [dead, cast.rivers],
  ] as const) {
    await queue.add({ tenantId, kind: 'retention', attempt: 0 })
    await t.superuser`update graphile_worker._private_jobs set locked_by = ${pool}, locked_at = now() - interval '1 minute', attempts = 1
      where key = ${`${tenantId}:retention:`}`
  }
  const sweeper = await stayAlive(queue.pool, queue.utils, `pool-${randomUUID()}`)
  expect(await sweeper.sweep()).toEqual({ freed: 0, suspected: 2 })
  const back = await stayAlive(queue.pool, queue.utils, broken)
  expect(await sweeper.sweep()).toEqual({ freed: 1, suspected: 0 })
  const inHand = await t.superuser<{ locked_by: string }[]>`
    select locked_by from graphile_worker._private_jobs where locked_by is not null`
  expect(inHand).toEqual([{ locked_by: broken }])
  await back.release()
  await sweeper.release()
})
