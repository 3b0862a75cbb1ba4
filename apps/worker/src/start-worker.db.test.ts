import { randomUUID } from 'node:crypto'
import { nudgeKinds, type Handler, type Nudge, type NudgeKind } from '@throughline/core/jobs'
import { cast, plantCast, testDatabase, type TestDatabase } from '@throughline/db/testing'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openQueue, type GraphileQueue } from './graphile-queue.ts'
import { startWorker, type Worker } from './start-worker.ts'

let t: TestDatabase
let queue: GraphileQueue
const workers: Worker[] = []

beforeAll(async () => {
  t = await testDatabase()
  await plantCast(t.superuser)
  queue = await openQueue({ jobsUrl: t.logins.jobs })
})
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()))
})
afterAll(async () => {
  await queue.close()
  await t.drop()
})

const unexpected: Handler = async ({ kind }) => {
  throw new Error(`nobody asked for ${kind}`)
}
const handling = (some: Partial<Record<NudgeKind, Handler>>) =>
  Object.fromEntries(nudgeKinds.map((kind) => [kind, some[kind] ?? unexpected])) as Record<NudgeKind, Handler>

const start = async (some: Partial<Record<NudgeKind, Handler>>, random = () => 0) => {
  const worker = await startWorker({
    door: t.door,
    queue,
    handlers: handling(some),
    now: () => new Date(),
    random,
    newId: randomUUID,
  })
  workers.push(worker)
  return worker
}

const nudge = (kind: NudgeKind, tenantId: string = cast.harbor, ref?: string): Nudge => ({
  tenantId,
  kind,
  attempt: 0,
  ...(ref === undefined ? {} : { ref }),
})

/** Resolves once it was called so many times. */
function counted(times: number) {
  const calls: Nudge[] = []
  let done = () => {}
  const reached = new Promise<void>((resolve) => (done = resolve))
  return {
    calls,
    reached,
    note: (each: Nudge) => {
      calls.push(each)
      if (calls.length === times) done()
    },
  }
}

test('a nudge is run, and one that says there is more runs again', async () => {
  const seen = counted(3)
  await start({
    backfill: async (each) => {
      seen.note(each)
      return seen.calls.length < 3 ? 'again' : 'done'
    },
  })
  await queue.add(nudge('backfill'))
  await seen.reached
  expect(seen.calls).toHaveLength(3)
})

test('the same nudge waits once however often it is added', async () => {
  for (let i = 0; i < 5; i += 1) await queue.add(nudge('retention'))
  const waiting = await t.superuser`select 1 from graphile_worker.jobs where key = ${`${cast.harbor}:retention:`}`
  expect(waiting).toHaveLength(1)
  const seen = counted(1)
  await start({
    retention: async (each) => {
      seen.note(each)
      return 'done'
    },
  })
  await seen.reached
})

test('a nudge for later moves one that waits, unless that keeps its time', async () => {
  const key = `${cast.harbor}:watch:`
  const [noon, one] = [new Date('2090-01-01T12:00:00Z'), new Date('2090-01-01T13:00:00Z')]
  const dueAt = async () =>
    (await t.superuser<{ run_at: Date }[]>`select run_at from graphile_worker.jobs where key = ${key}`)[0]?.run_at
  await queue.add(nudge('watch'), { at: noon, keepTime: true })
  await queue.add(nudge('watch'), { at: one, keepTime: true })
  expect(await dueAt()).toEqual(noon)
  await queue.add(nudge('watch'), { at: one })
  expect(await dueAt()).toEqual(one)
})

test('one tenant has at most two slices at once, whatever waits', async () => {
  let now = 0
  let most = 0
  const seen = counted(24)
  const busy: Handler = async (each) => {
    now += 1
    most = Math.max(most, now)
    await new Promise((resolve) => setImmediate(resolve))
    await t.superuser`select pg_sleep(0.01)`
    now -= 1
    seen.note(each)
    return 'done'
  }
  for (let i = 0; i < 12; i += 1) {
    await queue.add(nudge('run-stream', cast.harbor, `a/${i}`))
    await queue.add(nudge('process-inbox', cast.harbor, `${i}`))
  }
  await start({ 'run-stream': busy, 'process-inbox': busy })
  await seen.reached
  expect(most).toBe(2)
})

test('what a killed worker had in hand is taken up by the next', async () => {
  await queue.add(nudge('merge-strips'))
  // As a worker leaves it that was killed: locked by a pool that nobody holds a lock for.
  await t.superuser`update graphile_worker._private_job_queues set locked_by = 'pool-of-the-dead', locked_at = now() - interval '1 minute'
    where queue_name = ${`tenant:${cast.harbor}:1`}`
  await t.superuser`update graphile_worker._private_jobs set locked_by = 'pool-of-the-dead', locked_at = now() - interval '1 minute', attempts = 1
    where key = ${`${cast.harbor}:merge-strips:`}`
  const seen = counted(1)
  await start({
    'merge-strips': async (each) => {
      seen.note(each)
      return 'done'
    },
  })
  await seen.reached
  expect(seen.calls).toHaveLength(1)
})

test('what was overtaken while a killed worker had it in hand is cleared away, and its successor runs', async () => {
  await queue.add(nudge('retention', cast.rivers))
  await t.superuser`update graphile_worker._private_jobs set locked_by = 'pool-of-the-dead', locked_at = now() - interval '1 minute', attempts = 1
    where key = ${`${cast.rivers}:retention:`}`
  await queue.add(nudge('retention', cast.rivers))
  const overtaken = () => t.superuser`select 1 from graphile_worker._private_jobs where key is null`
  expect(await overtaken()).toHaveLength(1)
  const seen = counted(1)
  await start({
    retention: async (each) => {
      seen.note(each)
      return 'done'
    },
  })
  await seen.reached
  while ((await overtaken()).length > 0) await t.superuser`select pg_sleep(0.05)`
  await Promise.all(workers.splice(0).map((worker) => worker.stop()))
  expect(seen.calls).toHaveLength(1)
})

test('a nudge killed at every attempt rests and is tried anew: it never keeps its key from being nudged', async () => {
  const ref = randomUUID()
  await queue.add(nudge('fire-schedule', cast.rivers, ref))
  const key = `${cast.rivers}:fire-schedule:${ref}`
  await t.superuser`update graphile_worker._private_jobs set attempts = max_attempts where key = ${key}`
  await start({})
  await Promise.all(workers.splice(0).map((worker) => worker.stop()))
  const [row] = await t.superuser`select attempts, run_at > now() + interval '10 minutes' as rests
    from graphile_worker._private_jobs where key = ${key}`
  expect(row).toMatchObject({ attempts: 0, rests: true })
})

test('a failing nudge comes back by itself, counting its failures', async () => {
  const seen = counted(1)
  await queue.add({ ...nudge('reprocess', cast.harbor, randomUUID()), attempt: 0 })
  await start({
    reprocess: async (each) => {
      seen.note(each)
      throw new Error('Avery Example could not be written')
    },
  })
  await seen.reached
  await Promise.all(workers.splice(0).map((worker) => worker.stop()))
  const [row] = await t.superuser<{ payload: Nudge; later: boolean }[]>`
    select j.payload, jobs.run_at > now() as later from graphile_worker._private_jobs j join graphile_worker.jobs using (id)
    where j.key like ${`${cast.harbor}:reprocess:%`}`
  expect(row).toMatchObject({ payload: { attempt: 1 }, later: true })
})

test('after ten failures in a row it is a dead letter that tells no value', async () => {
  const ref = randomUUID()
  const seen = counted(1)
  await queue.add({ ...nudge('reprocess', cast.rivers, ref), attempt: 9 })
  await start({
    reprocess: async (each) => {
      seen.note(each)
      throw new Error('Avery Example could not be written')
    },
  })
  await seen.reached
  await Promise.all(workers.splice(0).map((worker) => worker.stop()))
  const letters =
    await t.superuser`select kind, ref, error, attempts, state from dead_letter where tenant_id = ${cast.rivers}`
  expect(letters).toMatchObject([{ kind: 'reprocess', ref, attempts: 10, state: 'dead' }])
  expect(String(letters[0]?.error)).toMatch(/^Error at start-worker\.db\.test\.ts:\d+$/)
})
