import { randomUUID } from 'node:crypto'
import { authenticateJob, type Inside } from '@throughline/db'
import { cast, plantCast, testDatabase, type TestDatabase } from '@throughline/db/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { olive, otto, vera } from '../ingest/testing/source-fixture.ts'
import { fireSchedule } from './fire-schedule.ts'
import { createJobDesk } from './job-desk.ts'
import type { Nudge } from './nudge.ts'
import type { Queue } from './queue.ts'
import { attemptsBeforeDeath, runNudge, type RunnerDeps } from './run-nudge.ts'
import { ensureSchedule, rezoneSchedules } from './schedule.store.ts'
import { tick } from './ticker.ts'
import { beginWork, createWork, finishWork, requestCancel, stepWork } from './work.store.ts'

let t: TestDatabase
let clock = new Date('2026-11-20T09:00:00Z')
const now = () => clock
let added: Nudge[] = []
const queue: Queue = {
  add: async (nudge) => {
    added.push(nudge)
  },
}
beforeAll(async () => {
  t = await testDatabase(now)
  await plantCast(t.superuser)
})
beforeEach(() => {
  clock = new Date('2026-11-20T09:00:00Z')
  added = []
})
afterAll(() => t.drop())

const inside = <T>(fn: (inside: Inside) => Promise<T>, tenantId: string = cast.harbor) =>
  t.door.withTenant(authenticateJob(tenantId, 'test'), tenantId, fn)
const slice = { until: new Date('2099-01-01'), signal: new AbortController().signal }

describe('a schedule', () => {
  const daily = { kind: 'retention' as const, rule: 'daily at 03:30' }
  const due = async () => {
    const [row] = await t.superuser<{ schedule_id: string; next_due_at: Date }[]>`
      select schedule_id, next_due_at from schedule where tenant_id = ${cast.harbor} and kind = 'retention'`
    return { id: row!.schedule_id, at: row!.next_due_at.toISOString() }
  }

  test('is made once, however often it is asked for', async () => {
    for (let i = 0; i < 3; i += 1)
      await inside((it) => ensureSchedule(it, { ...daily, scheduleId: randomUUID() }, now()))
    expect(await t.superuser`select 1 from schedule where kind = 'retention'`).toHaveLength(1)
    // Half past three in Chicago, in winter.
    expect((await due()).at).toBe('2026-11-20T09:30:00.000Z')
  })

  test('is found by the ticker when its time has come, not before', async () => {
    await tick({ database: t.database, queue, now })
    expect(added).toEqual([])
    clock = new Date('2026-11-20T09:30:00Z')
    await tick({ database: t.database, queue, now })
    expect(added).toMatchObject([{ tenantId: cast.harbor, kind: 'fire-schedule', ref: (await due()).id }])
  })

  test('fires once although two workers and their tickers run', async () => {
    clock = new Date('2026-11-20T09:30:00Z')
    const fire = fireSchedule({ door: t.door, queue, now })
    const nudge: Nudge = { tenantId: cast.harbor, kind: 'fire-schedule', ref: (await due()).id, attempt: 0 }
    await Promise.all(Array.from({ length: 8 }, () => fire(nudge, slice)))
    expect(added).toEqual([{ tenantId: cast.harbor, kind: 'retention', attempt: 0 }])
    expect((await due()).at).toBe('2026-11-21T09:30:00.000Z')
  })

  test('missed for a week it is made up for once', async () => {
    clock = new Date('2026-11-28T12:00:00Z')
    const fire = fireSchedule({ door: t.door, queue, now })
    const nudge: Nudge = { tenantId: cast.harbor, kind: 'fire-schedule', ref: (await due()).id, attempt: 0 }
    for (let i = 0; i < 3; i += 1) await fire(nudge, slice)
    expect(added).toHaveLength(1)
    expect((await due()).at).toBe('2026-11-29T09:30:00.000Z')
  })

  test('follows the tenant into another zone', async () => {
    await inside((it) => rezoneSchedules(it, 'America/New_York', now()))
    expect((await due()).at).toBe('2026-11-21T08:30:00.000Z')
  })
})

describe('a nudge that keeps failing', () => {
  const ref = '00000000-0000-4000-8000-0000000000aa'
  const deps = (fails: () => never): RunnerDeps => ({
    door: t.door,
    queue,
    handlers: { reprocess: async () => fails() } as unknown as RunnerDeps['handlers'],
    now,
    random: () => 0.5,
    newId: randomUUID,
  })

  test('comes back later each time, then is a dead letter that a person sees, replays and dismisses', async () => {
    const fails = () => {
      throw new TypeError('avery@example.org is not a function')
    }
    let nudge: Nudge = { tenantId: cast.harbor, kind: 'reprocess', ref, attempt: 0 }
    for (let n = 1; n <= attemptsBeforeDeath; n += 1) {
      added = []
      await runNudge(deps(fails), nudge, slice.signal)
      if (n < attemptsBeforeDeath) nudge = added[0]!
    }
    expect(nudge.attempt).toBe(attemptsBeforeDeath - 1)
    expect(added).toEqual([])
    const desk = createJobDesk({ door: t.door, queue, now })
    const { rows } = await desk.deadLetters(olive, cast.harbor, { limit: 50 })
    expect(rows).toMatchObject([{ kind: 'reprocess', ref, attempts: attemptsBeforeDeath, state: 'dead' }])
    expect(rows[0]?.error).toMatch(/^TypeError at jobs\.db\.test\.ts:\d+$/)
    const id = rows[0]!.id
    await expect(desk.replay(vera, cast.harbor, id)).rejects.toThrow('Your role')
    await expect(desk.replay(otto, cast.prairie, id)).rejects.toThrow('No such failed job')
    await expect(desk.deadLetters(vera, cast.harbor, { limit: 50 })).rejects.toThrow('Your role')
    await desk.replay(olive, cast.harbor, id)
    expect(added).toEqual([{ tenantId: cast.harbor, kind: 'reprocess', ref, attempt: 0 }])
    await expect(desk.dismiss(olive, cast.harbor, id)).rejects.toThrow('No such failed job')
    expect((await desk.deadLetters(olive, cast.harbor, { limit: 50 })).rows[0]?.state).toBe('replayed')
  })
})

describe('long work', () => {
  test('tells how far it is, never going back, and stops where it is asked to', async () => {
    const workId = randomUUID()
    await inside((it) => createWork(it, { workId, kind: 'backfill', input: {}, requestedBy: 'olive', now: now() }))
    await tick({ database: t.database, queue, now })
    expect(added).toContainEqual({ tenantId: cast.harbor, kind: 'backfill', ref: workId, attempt: 0 })
    const cancelled = await inside(async (it) => {
      await beginWork(it, workId, now())
      await stepWork(it, workId, { progress: 0.5, rows: 10 })
      await stepWork(it, workId, { progress: 0.2, rows: 5 })
      await requestCancel(it, workId, now())
      return stepWork(it, workId, {})
    })
    expect(cancelled).toBe(true)
    const [row] = await t.superuser`select state, progress, rows from work where work_id = ${workId}`
    expect(row).toMatchObject({ state: 'running', progress: 0.5, rows: 15 })
    await inside((it) => finishWork(it, workId, { state: 'cancelled', now: now() }))
    await expect(inside((it) => requestCancel(it, workId, now()))).rejects.toThrow('it is over')
  })

  test('that fails for good is failed: nothing nudges it, one letter tells of it, and replayed it goes on', async () => {
    const workId = randomUUID()
    const nudge: Nudge = { tenantId: cast.harbor, kind: 'backfill', ref: workId, attempt: attemptsBeforeDeath - 1 }
    const dying: RunnerDeps = {
      door: t.door,
      queue,
      handlers: { backfill: () => Promise.reject(new TypeError('no')) } as unknown as RunnerDeps['handlers'],
      now,
      random: () => 0.5,
      newId: randomUUID,
    }
    const due = async () => {
      added = []
      await tick({ database: t.database, queue, now })
      return added.filter(({ ref }) => ref === workId)
    }
    const state = async () => (await t.superuser`select state, say from work where work_id = ${workId}`)[0]
    await inside((it) =>
      createWork(it, { workId, kind: 'backfill', input: { at: 7 }, requestedBy: 'olive', now: now() }),
    )
    await inside((it) => beginWork(it, workId, now()))
    expect(await due()).toHaveLength(1)
    await runNudge(dying, nudge, slice.signal)
    expect(await state()).toMatchObject({ state: 'failed', say: expect.stringContaining('Failed work') as string })
    expect(await due()).toEqual([])

    const desk = createJobDesk({ door: t.door, queue, now })
    const letters = async () =>
      (await desk.deadLetters(olive, cast.harbor, { limit: 50 })).rows.filter(({ ref }) => ref === workId)
    const [letter] = await letters()
    await expect(desk.replay(vera, cast.harbor, letter!.id)).rejects.toThrow('Your role')
    expect(await due()).toEqual([])
    await desk.replay(olive, cast.harbor, letter!.id)
    expect(added).toEqual([{ tenantId: cast.harbor, kind: 'backfill', ref: workId, attempt: 0 }])
    expect(await state()).toMatchObject({ state: 'queued', say: null })
    expect(await due()).toHaveLength(1)

    await runNudge(dying, nudge, slice.signal)
    await runNudge(dying, nudge, slice.signal)
    expect((await letters()).map(({ state, attempts }) => [state, attempts]).sort()).toEqual([
      ['dead', 2 * attemptsBeforeDeath],
      ['replayed', attemptsBeforeDeath],
    ])
    const [open] = (await letters()).filter((each) => each.state === 'dead')
    await desk.dismiss(olive, cast.harbor, open!.id)
    expect([await state(), await due()]).toMatchObject([{ state: 'failed' }, []])
  })
})
