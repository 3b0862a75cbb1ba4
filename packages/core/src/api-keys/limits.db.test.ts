import { cast } from '@throughline/db/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ApiKeys, ProvedKey } from './api-keys.ts'
import { OverLimit } from './over-limit.ts'
import { keyDesk, serverKey, type KeyDesk } from './testing/key-desk.ts'

const plan = { requestsPerMinute: 100, eventsPerSecond: 2_000, eventsBurst: 4_000 }
let desk: KeyDesk
beforeAll(async () => {
  desk = await keyDesk(plan)
})
afterAll(() => desk.t.drop())

const proved = async (over = {}): Promise<ProvedKey> => desk.keys.authenticate((await desk.key(over)).key)
const refused = async (work: Promise<unknown>): Promise<OverLimit> => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof OverLimit)) throw new Error('let through')
  return error
}

describe('requests', () => {
  test('of one key asked by 64 at once, from three processes, are exactly a hundred a minute', async () => {
    const key = await proved()
    const processes = [desk.keys, desk.anotherProcess(), desk.anotherProcess()]
    let admitted = 0
    const client = async (keys: ApiKeys) => {
      for (let i = 0; i < 5; i += 1)
        await keys.takeRequest(key).then(
          () => (admitted += 1),
          () => {},
        )
    }
    await Promise.all(Array.from({ length: 64 }, (_, i) => client(processes[i % 3] as ApiKeys)))
    expect(admitted).toBe(100)
    const { retryAt, allowance } = await refused(desk.keys.takeRequest(key))
    expect(retryAt.getTime()).toBe(desk.now().getTime() + 60_000)
    expect(allowance).toEqual({ policy: 'requests', limit: 100, windowSeconds: 60, remaining: 0, resetSeconds: 60 })
    desk.passes(59_999)
    await refused(desk.keys.takeRequest(key))
    desk.passes(1)
    expect(await desk.keys.takeRequest(key)).toMatchObject({ remaining: 99, resetSeconds: 60 })
  })

  test('of one key are not another’s', async () => {
    const [one, other] = [await proved(), await proved()]
    for (let i = 0; i < 100; i += 1) await desk.keys.takeRequest(one)
    await refused(desk.keys.takeRequest(one))
    expect(await desk.keys.takeRequest(other)).toMatchObject({ remaining: 99 })
  })

  test('that were refused do not make the wait longer', async () => {
    const key = await proved()
    for (let i = 0; i < 100; i += 1) await desk.keys.takeRequest(key)
    for (let i = 0; i < 50; i += 1) {
      desk.passes(1_000)
      await refused(desk.anotherProcess().takeRequest(key))
    }
    desk.passes(10_000)
    expect(await desk.keys.takeRequest(key)).toMatchObject({ remaining: 99 })
  })
})

describe('events', () => {
  test('of a client, over all its keys and processes, are its burst and then its rate', async () => {
    const keys = [await proved(), await proved()]
    const processes = [desk.anotherProcess(), desk.anotherProcess(), desk.anotherProcess()]
    let sent = 0
    const sendAll = () =>
      Promise.all(
        Array.from({ length: 60 }, async (_, i) => {
          const count = [1, 100, 500][i % 3] as number
          await (processes[i % 3] as ApiKeys).takeEvents(keys[i % 2] as ProvedKey, count).then(
            () => (sent += count),
            () => {},
          )
        }),
      )
    await sendAll()
    expect(sent).toBeLessThanOrEqual(plan.eventsBurst)
    expect(sent).toBeGreaterThan(plan.eventsBurst / 2)
    for (let second = 1; second <= 20; second += 1) {
      desk.passes(1_000)
      await sendAll()
      expect(sent).toBeLessThanOrEqual(plan.eventsBurst + second * plan.eventsPerSecond)
    }
    // What is drawn and not spent stays with its process: at most a handful and a batch in each.
    expect(sent).toBeGreaterThan(plan.eventsBurst + 20 * plan.eventsPerSecond - 3 * 1_000)
  })

  test('are taken all or none, and the answer says when to come again', async () => {
    const key = await desk.keys.authenticate((await desk.keys.create(desk.as('olive'), cast.rivers, serverKey)).key)
    for (let i = 0; i < 4; i += 1) await desk.keys.takeEvents(key, 1_000)
    const { retryAt, allowance } = await refused(desk.keys.takeEvents(key, 1_000))
    expect(retryAt.getTime() - desk.now().getTime()).toBe(500)
    expect(allowance).toMatchObject({ policy: 'events', limit: 2_000, windowSeconds: 1, remaining: 0 })
    desk.passes(500)
    expect(await desk.keys.takeEvents(key, 1_000)).toMatchObject({ remaining: 0 })
    await expect(desk.keys.takeEvents(key, 4_001)).rejects.toThrow('At most 4000')
  })

  test('of one client are not another’s', async () => {
    const key = await desk.keys.authenticate((await desk.keys.create(desk.as('otto'), cast.prairie, serverKey)).key)
    expect(await desk.keys.takeEvents(key, 1_000)).toMatchObject({ remaining: 3_000 })
  })

  test('ask the database a few times for many requests', async () => {
    desk.passes(60_000)
    const key = await proved()
    const before = await draws()
    for (let i = 0; i < 2_000; i += 1) await desk.keys.takeEvents(key, 1)
    expect((await draws()) - before).toBeLessThanOrEqual(4)
  })
})

/** How often the allowance's row was written, as the transaction that wrote it last cannot say: by its versions. */
async function draws(): Promise<number> {
  await desk.t.superuser`select pg_stat_force_next_flush()`
  const [row] = await desk.t.superuser<{ n: string }[]>`
    select n_tup_upd::text as n from pg_stat_user_tables where relname = 'event_allowance'`
  return Number(row?.n)
}
