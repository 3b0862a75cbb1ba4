import { testDatabase, type TestDatabase } from '@throughline/db/testing'
import { makeTruth, wallAt } from '@throughline/world/oracle'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { activityKinds } from '../../events/index.ts'
import { addDays } from '../compared-range.ts'
import { tellTruth, type ToldTenant } from '../testing/tell-truth.ts'
import { cohortsOf, togetherOf, type Cohort, type Watched } from './cohorts.ts'
import { countActivity } from './count-activity.ts'
import { dayNumber, dayOfNumber } from './day-number.ts'
import { countGivers, markDonors } from './donor-type.ts'
import { peopleFrame } from './frame.store.ts'
import { giftMoments } from './gift-moments.ts'
import { readActivity, readGifts } from './read-columns.store.ts'
import { plainActivity, plainGivers, plainRepeat, plainReturn, type PlainAsked } from './testing/plain-sql.ts'

let t: TestDatabase
beforeAll(async () => {
  t = await testDatabase()
})
afterAll(() => t.drop())

test('distinct people and those who come back, of any days at any batch, are what plain SQL over raw rows says', async () => {
  let [people, kept] = [0, 0]
  for (const seed of [501, 502, 503, 504]) {
    const truth = makeTruth(seed)
    const told = await tellTruth({ door: t.door, superuser: t.superuser }, truth)
    const today = wallAt(truth.zone, truth.now).day
    for (const batch of new Set([told.batches.at(-1), told.batches.at(-2), told.batches[1]]))
      for (const from of [addDays(today, -420), addDays(truth.changeDay, -3)]) {
        const range = { from, to: today, zone: truth.zone, now: new Date(truth.now) }
        const counted = await compare(told, batch ?? 0, range)
        people += counted.people
        kept += counted.kept
      }
  }
  expect(people).toBeGreaterThan(50)
  expect(kept).toBeGreaterThan(5)
}, 120_000)

async function compare(
  tenant: ToldTenant,
  batch: number,
  { from, to, zone, now }: { from: string; to: string; zone: string; now: Date },
): Promise<{ people: number; kept: number }> {
  const { tenantId } = tenant
  const read = await tenant.inside(async (it) => ({
    frame: await peopleFrame(it, { batch, timeZone: zone, now }),
    activity: await readActivity(it, { from, to, batch }, []),
    gifts: await readGifts(it, { to: '9999-12-31', batch }),
  }))
  const { roots, through } = read.frame
  const asked: PlainAsked = { tenantId, batch, from, to, zone, through: dayOfNumber(through) }
  const say = `${tenantId} at ${batch} from ${from}`
  const kinds = [
    [activityKinds.delivered, 1, false],
    [activityKinds.held_out, 1, true],
    [activityKinds.clicked, 3, false],
  ] as const
  let people = 0
  for (const [kind, code, heldOut] of kinds) {
    const found = countActivity(read.activity, { filter: { kinds: [kind] }, batch, roots })
    expect(found, say).toEqual(await plainActivity(t.superuser, asked, [code], heldOut))
    people += found.people
  }
  const gifts = giftMoments(read.gifts, { batch, roots })
  const days = { from: dayNumber(from), to: dayNumber(to), through }
  const fresh = markDonors(gifts, { ...days, type: 'new', size: roots.length }).reduce((sum, mark) => sum + mark, 0)
  expect({ givers: countGivers(gifts, days), fresh }, say).toEqual(await plainGivers(t.superuser, asked))
  const cohorts = cohortsOf(gifts, days)
  const together = (of: (cohort: Cohort) => Watched | undefined) =>
    togetherOf(cohorts.flatMap((each) => of(each) ?? []))
  for (const k of [0, 1, 2])
    expect(
      together(({ retained }) => retained[k]),
      `${say} month ${k + 1}`,
    ).toEqual(await plainReturn(t.superuser, asked, [30 * k + 1, 30 * k + 30]))
  const repeated = together((each) => each.repeated)
  expect(repeated, say).toEqual(await plainRepeat(t.superuser, asked))
  return { people, kept: repeated.kept }
}
