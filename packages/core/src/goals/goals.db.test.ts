import { randomUUIDv7 } from 'node:crypto'
import { Forbidden, Invalid, NotFound } from '@throughline/canonical'
import { cast } from '@throughline/db/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { donor, gift, row } from '../ledger/testing/gift.ts'
import { ledgerFixture, type LedgerFixture } from '../ledger/testing/ledger-fixture.ts'
import { goalAlerts } from './alert-rule.ts'
import { createGoals } from './create-goals.ts'
import type { Goals } from './goals.ts'

let f: LedgerFixture
let goals: Goals
/** Noon in Chicago: half of the day is gone. */
let now = new Date('2026-11-10T18:00:00Z')
const season = {
  name: 'November',
  metric: 'raised_gross',
  from: '2026-11-01',
  to: '2026-11-20',
  target: 200_000,
  pacing: 'linear',
}

beforeAll(async () => {
  f = await ledgerFixture()
  goals = createGoals({ door: f.t.door, notifier: { tell: () => {} }, now: () => now, newId: randomUUIDv7 })
  for (let day = 1; day <= 9; day++) await gives(`2026-11-0${day}`, 10_000)
  // Last November nearly all of it came at the end.
  await gives('2025-11-02', 1_000)
  await gives('2025-11-19', 99_000)
})
afterAll(() => f.t.drop())

const gives = (day: string, minor: number) =>
  f.write([
    row(`g ${day}`, [
      gift(`g ${day}`, donor(`p ${day}`), { amount: { minor, currency: 'USD' }, happenedAt: `${day}T18:00:00.000Z` }),
    ]),
  ])
const found = () => f.inside((inside) => goalAlerts[0]!.check(inside, now))
const one = async (goalId: string) => {
  const { goals: rows } = await goals.list(await f.as(cast.vera), f.tenantId)
  return rows.find((each) => each.goalId === goalId)
}

test('a goal says what it has, what it should have by now, and what it comes to at this pace', async () => {
  const { goalId } = await goals.save(await f.as(cast.sam), f.tenantId, { goal: season })
  const goal = await one(goalId)
  expect(goal).toMatchObject({
    state: 'running',
    value: 90_000,
    expected: 95_000,
    ahead: -5_000,
    onPace: false,
    growth: 'adds',
  })
  expect(goal?.projected).toBeCloseTo(90_000 / (9.5 / 20))
  // Every evening so far stood at its pace: it is today alone that has brought nothing yet.
  expect(goal?.daysBehind).toBe(0)
  expect(goal?.path?.at(0)).toEqual({ day: '2026-11-01', value: 10_000, expected: 10_000 })
  expect(goal?.path).toHaveLength(10)
})

test('last year’s shape forgives what comes late every year', async () => {
  const { goalId } = await goals.save(await f.as(cast.sam), f.tenantId, {
    goal: { ...season, name: 'Shaped', pacing: 'last_year' },
  })
  expect(await one(goalId)).toMatchObject({ expected: 2_000, onPace: true, projected: 9_000_000 })
})

test('three evenings below its pace are found, two are not, and an archived goal is nobody’s trouble', async () => {
  const sam = await f.as(cast.sam)
  const { goalId } = await goals.save(sam, f.tenantId, {
    goal: { ...season, name: 'Steep', target: 240_000, from: '2026-11-08', to: '2026-11-27' },
  })
  expect((await one(goalId))?.daysBehind).toBe(2)
  expect((await found()).map(({ say }) => say['name'])).not.toContain('Steep')
  now = new Date('2026-11-11T18:00:00Z')
  expect(await found()).toContainEqual({
    subject: `goal:${goalId}`,
    say: { name: 'Steep', days: 3, share: 48 },
    link: '/goals',
  })
  await goals.archive(sam, f.tenantId, { goalId, archived: true })
  expect((await found()).map(({ say }) => say['name'])).not.toContain('Steep')
  expect((await one(goalId))?.archivedAt).not.toBeNull()
  await goals.archive(sam, f.tenantId, { goalId, archived: false })
  expect((await one(goalId))?.archivedAt).toBeNull()
  await goals.archive(sam, f.tenantId, { goalId, archived: true })
})

test('a level should be there already; people add up to no end; a season to come has no figures', async () => {
  const sam = await f.as(cast.sam)
  const save = async (goal: object) =>
    (await one((await goals.save(sam, f.tenantId, { goal: { ...season, ...goal } })).goalId))!
  expect(await save({ name: 'Average', metric: 'average_gift', target: 12_000 })).toMatchObject({
    ...{ growth: 'level', value: 10_000, expected: 12_000, projected: 10_000, onPace: false, daysBehind: 3 },
  })
  expect(await save({ name: 'People', metric: 'donors', target: 20 })).toMatchObject({
    growth: 'rises',
    value: 9,
    projected: null,
  })
  expect(await save({ name: 'Next', from: '2026-12-01', to: '2026-12-31' })).toMatchObject({
    ...{ state: 'upcoming', value: null, expected: null, projected: null, path: null },
  })
})

test('a goal is changed in place; viewers read and do not write; of another client there is nothing', async () => {
  const [sam, vera] = [await f.as(cast.sam), await f.as(cast.vera)]
  const { goalId } = await goals.save(sam, f.tenantId, { goal: { ...season, name: 'Changing' } })
  await goals.save(sam, f.tenantId, { goalId, goal: { ...season, name: 'Changed', target: 100_000 } })
  expect(await one(goalId)).toMatchObject({ name: 'Changed', target: 100_000, version: 2 })
  await expect(goals.save(vera, f.tenantId, { goal: season })).rejects.toThrow(Forbidden)
  await expect(goals.save(sam, f.tenantId, { goal: { ...season, target: -1 } })).rejects.toThrow(Invalid)
  await expect(goals.save(sam, f.tenantId, { goalId: 'none', goal: season })).rejects.toThrow(NotFound)
  await expect(goals.list(await f.as(cast.otto), f.tenantId)).rejects.toThrow(NotFound)
})
