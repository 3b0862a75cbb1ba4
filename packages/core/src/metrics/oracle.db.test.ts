import { testDatabase, type TestDatabase } from '@throughline/db/testing'
import { knownAfter, makeTruth, type Telling, type Truth } from '@throughline/world/oracle'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkChangeDays } from './testing/change-day-laws.ts'
import { checkOracleLaws, differencesIn } from './testing/oracle-laws.ts'
import { tellTruth, type ToldTenant } from './testing/tell-truth.ts'

let t: TestDatabase
beforeAll(async () => {
  t = await testDatabase()
})
afterAll(() => t.drop())

describe('what is said of small random tenants', () => {
  test('is what an oracle says that shares nothing with it', async () => {
    const { figures, valued } = await checkOracleLaws(t, { from: 0, count: 10, questions: 1 })
    expect(figures).toBeGreaterThan(500)
    expect([...valued.values()].reduce((sum, n) => sum + n, 0)).toBeGreaterThan(300)
  }, 480_000)

  test('adds up by hours on days when clocks change, in fourteen zones, and on one of a zone that never does', async () => {
    expect(await checkChangeDays(t, { from: 0, count: 15 })).toBeGreaterThan(15 * 3 * 22)
  }, 240_000)
})

describe('an oracle that is mistaken is found out', () => {
  const told = makeTruth(6)
  const mistaken = (change: (telling: Telling) => readonly Telling[]): Truth => ({
    ...told,
    arrivals: told.arrivals.map((arrival) => arrival.flatMap(change)),
  })
  const { gift } = knownAfter(told).rows
  const counted = gift.findLast(({ status }) => status === 'approved')?.key
  const mistakes: Record<string, Truth> = {
    'about the zone': { ...told, zone: 'UTC' },
    'by a cent of one gift': mistaken((each) => [
      each.what === 'gift' && each.row.key === counted
        ? { ...each, row: { ...each.row, minor: each.row.minor + 1 } }
        : each,
    ]),
    'by one time that each ad was shown a day': mistaken((each) => [
      each.what === 'adDay' ? { ...each, row: { ...each.row, impressions: each.row.impressions + 1 } } : each,
    ]),
    'about who is one person': mistaken((each) => (each.what === 'merge' ? [] : [each])),
    'about what was withheld': mistaken((each) => [
      each.what === 'event' ? { ...each, event: { ...each.event, holdout: false } } : each,
    ]),
  }
  test('and one that is right is not', async () => {
    tenant ??= await tellTruth(t, told)
    expect(await differencesIn(t, tenant, told, { questions: 3 })).toEqual([])
  }, 120_000)

  test.each(Object.entries(mistakes))(
    '%s',
    async (_, believed) => {
      tenant ??= await tellTruth(t, told)
      expect(await differencesIn(t, tenant, believed, { questions: 3 })).not.toEqual([])
    },
    120_000,
  )
  let tenant: ToldTenant | undefined
})
