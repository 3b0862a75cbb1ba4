import { randomUUID } from 'node:crypto'
import { authenticateJob } from '@throughline/db'
import { cast } from '@throughline/db/testing'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createWork, ensureSchedule, tick } from '../jobs/index.ts'
import { checkLedger, wantedZone } from '../ledger/index.ts'
import { changeZone } from './change-zone.ts'
import { sourceFixture, type SourceFixture } from './testing/source-fixture.ts'

let f: SourceFixture
let connectionId: string
beforeAll(async () => {
  f = await sourceFixture()
  connectionId = await f.connect(cast.harbor)
  f.waiting.splice(0)
})
afterAll(() => f.drop())
beforeEach(() => void f.waiting.splice(0))

const workId = async () =>
  (
    await f.t.superuser<
      { work_id: string }[]
    >`select work_id from work where kind = 'change-zone' order by state in ('queued', 'running') desc`
  )[0]?.work_id ?? ''
const workState = async () =>
  (await f.t.superuser<{ state: string }[]>`select state from work where work_id = ${await workId()}`)[0]?.state
const zones = async () => {
  const [row] = await f.t.superuser<{ time_zone: string; wanted_time_zone: string | null }[]>`
    select time_zone, wanted_time_zone from tenant where tenant_id = ${cast.harbor}`
  return [row?.time_zone, row?.wanted_time_zone]
}
const changes = async () => Number((await f.t.superuser`select count(*) as n from fact where kind = 'time_zone'`)[0]?.n)

/** As settings write it down. */
async function ask(zone: string): Promise<void> {
  const [now] = await zones()
  await f.inside(async (inside) => {
    await f.t
      .superuser`update tenant set wanted_time_zone = ${zone === now ? null : zone} where tenant_id = ${cast.harbor}`
    await createWork(inside, {
      workId: randomUUID(),
      kind: 'change-zone',
      input: {},
      requestedBy: 'test',
      now: f.deps.now(),
    })
  })
}

/** One step of the work, as a slice has that may take on no more. */
const step = async () =>
  changeZone(f.deps)(
    { tenantId: cast.harbor, kind: 'change-zone', ref: await workId(), attempt: 0 },
    { until: new Date(0), signal: new AbortController().signal },
  )
const gifts = () => f.emulator.deliveries()
const post = async (delivery: ReturnType<typeof gifts>[number] | undefined) => {
  if (delivery) expect((await f.post(connectionId, delivery)).result).toBe('accepted')
  await f.run({ only: 'process-inbox' })
}
const agrees = async () => expect((await f.inside(checkLedger)).differences).toEqual([])

test('it goes on in slices beside deliveries, and every figure switches at one batch', async () => {
  await post(gifts()[0])
  await post(gifts()[1])
  await f.inside((inside) =>
    ensureSchedule(inside, { scheduleId: randomUUID(), kind: 'merge-strips', rule: 'daily at 03:30' }, f.deps.now()),
  )
  const before = await f.sums()
  await ask('Pacific/Auckland')
  expect(await step()).toBe('again')
  await post(gifts()[2])
  expect(await step()).toBe('again')
  await post(gifts()[3])
  expect(await changes()).toBe(0)
  expect(Object.keys(await f.sums())).toEqual(expect.arrayContaining(Object.keys(before)))
  f.news.splice(0)
  expect(await step()).toBe('done')
  expect(await zones()).toEqual(['Pacific/Auckland', null])
  expect([await changes(), await workState()]).toEqual([1, 'done'])
  expect(f.news.map(({ kind }) => kind)).toEqual(['batch', 'settings'])
  await agrees()
  const left = await f.t.superuser`select 1 from restated_movement union all select 1 from restated_strip`
  expect(left).toHaveLength(0)
  const [due] = await f.t.superuser<{ next_due_at: Date }[]>`
    select next_due_at from schedule where kind = 'merge-strips' and tenant_id = ${cast.harbor}`
  expect(due?.next_due_at.toISOString()).toMatch(/T14:30/)
})

test('a nudge that is lost is made up for by the ticker', async () => {
  await ask('America/Denver')
  expect(f.waiting).toEqual([])
  await tick({ database: f.t.database, queue: f.deps.queue, now: f.deps.now })
  await f.run({ only: 'change-zone' })
  expect(await zones()).toEqual(['America/Denver', null])
  await agrees()
})

test('there and back before it ran changes nothing; back after a page was worked out, neither', async () => {
  const before = await changes()
  await ask('Asia/Kolkata')
  await step()
  await step()
  await f.t.superuser`update tenant set wanted_time_zone = null where tenant_id = ${cast.harbor}`
  expect(await step()).toBe('done')
  expect([await changes(), await zones(), await workState()]).toEqual([before, ['America/Denver', null], 'done'])
  const left = await f.t.superuser`select 1 from restated_movement union all select 1 from restated_strip`
  expect(left).toHaveLength(0)
})

test('it ends in the zone that settings say when it ends, not when it began', async () => {
  await ask('Asia/Kolkata')
  await step()
  await step()
  await f.t.superuser`update tenant set wanted_time_zone = 'America/St_Johns' where tenant_id = ${cast.harbor}`
  const before = await changes()
  while ((await step()) === 'again');
  expect([await changes(), await zones()]).toEqual([before + 1, ['America/St_Johns', null]])
  await agrees()
})

test('deliveries are written while a page is worked out, and wait for nothing of it', async () => {
  await ask('Asia/Kolkata')
  await step()
  await f.t.door.withTenant(authenticateJob(cast.harbor, 'test'), cast.harbor, async ({ db }) => {
    // As a step holds it: settings wait, writers do not.
    await wantedZone({ db })
    await post(gifts()[4])
  })
  while ((await step()) === 'again');
  await agrees()
})
