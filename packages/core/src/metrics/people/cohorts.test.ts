import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rootsAt, stripKinds } from '../../ledger/index.ts'
import { activityMoments } from './activity-moments.ts'
import { cohortsOf, togetherOf } from './cohorts.ts'
import { countGivers, markDonors } from './donor-type.ts'
import { firstGiftCohorts } from './first-gift-share.ts'
import { giftMoments } from './gift-moments.ts'
import { rootTable } from './roots.ts'
import {
  activityOf,
  dayAt,
  effective,
  firstDay,
  giftsOf,
  links,
  madeEvents,
  madeGifts,
  type MadeGift,
} from './testing/made-up.ts'

const momentsAt = (all: readonly MadeGift[], batch: number) =>
  giftMoments(giftsOf(all), { batch, roots: rootTable(links, batch, 5) })
const range = (from: number, to: number, through: number) => ({
  ...{ from: firstDay + from, to: firstDay + to, through: firstDay + through },
})
const batches = fc.integer({ min: 0, max: 6 })

/** Days of everybody's gifts, in order, by person. */
function daysOf(all: readonly MadeGift[], batch: number): number[][] {
  const rootOf = rootsAt(links, batch)
  const gifts = effective(all, batch).filter(({ contact, kind }) => contact !== 0 && kind !== stripKinds.refund)
  return [...Map.groupBy(gifts, ({ contact }) => rootOf(contact)).values()].map((list) =>
    list.map(({ on }) => on).sort((a, b) => a - b),
  )
}
const share = (people: readonly number[][], through: number, span: number, kept: (days: number[]) => boolean) => {
  const watched = people.filter(([first]) => (first ?? 0) + span <= through)
  return { watched: watched.length, kept: watched.filter(kept).length }
}
const month = (days: number[]) => dayAt(days[0] ?? 0).slice(0, 7)

test('cohorts come back as counting plainly finds, and only those who could be watched count', () => {
  fc.assert(
    fc.property(madeGifts, batches, fc.nat(90), fc.integer({ min: 60, max: 200 }), (all, batch, to, through) => {
      const people = daysOf(all, batch).filter(([first]) => (first ?? 0) <= Math.min(to, through))
      const expected = [...Map.groupBy(people, month)]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, of]) => ({
          month: name,
          people: of.length,
          retained: [1, 2, 3].map((k) =>
            share(of, through, 30 * k, ([first = 0, ...later]) =>
              later.some((day) => day - first >= 30 * (k - 1) + 1 && day - first <= 30 * k),
            ),
          ),
          repeated: share(of, through, 90, ([first = 0, second]) => second !== undefined && second - first <= 90),
        }))
      const found = cohortsOf(momentsAt(all, batch), range(0, to, through))
      expect(found).toEqual(expected)
      expect(togetherOf(found.map(({ repeated }) => repeated)).watched).toBeLessThanOrEqual(people.length)
      expect(cohortsOf(momentsAt([...all].reverse(), batch), range(0, to, through))).toEqual(found)
    }),
    { numRuns: 300 },
  )
})

test('only a first purchase is what retention is not: the share that gave by then only grows', () => {
  fc.assert(
    fc.property(madeEvents, madeGifts, batches, (events, gifts, batch) => {
      const roots = rootTable(links, batch, 5)
      const met = activityMoments(activityOf(events), { filter: {}, batch, roots })
      const found = firstGiftCohorts(met, momentsAt(gifts, batch), { ...range(0, 120, 300), size: roots.length })
      const known = new Set([...met.people, ...momentsAt(gifts, batch).people])
      expect(found.reduce((sum, { people }) => sum + people, 0)).toBe(known.size)
      for (const { within } of found)
        for (const [k, { watched, kept }] of within.entries()) {
          expect(kept).toBeLessThanOrEqual(watched)
          expect(kept).toBeGreaterThanOrEqual(within[k - 1]?.kept ?? 0)
        }
    }),
  )
})

test('somebody met in March who first gives 40 days later gave within 60 days, not within 30', () => {
  const at = { contact: 3, second: 0, recorded: 1, takenBack: false }
  const met = activityMoments(activityOf([{ ...at, on: 0, kind: 1, campaign: 0, channel: 0 }]), {
    filter: {},
    batch: 1,
    roots: rootTable([], 1, 5),
  })
  const gifts = momentsAt([{ ...at, on: 40, kind: stripKinds.gift }], 1)
  expect(firstGiftCohorts(met, gifts, { ...range(0, 30, 80), size: 6 })).toEqual([
    {
      month: '2026-03',
      people: 1,
      within: [
        { watched: 1, kept: 0 },
        { watched: 1, kept: 1 },
        { watched: 0, kept: 0 },
      ],
    },
  ])
})

test('a giver of a range is new or returning, never both, and everyone who gave in it is one of them', () => {
  fc.assert(
    fc.property(madeGifts, batches, fc.nat(60), fc.nat(60), (all, batch, from, length) => {
      const gifts = momentsAt(all, batch)
      const days = { from: firstDay + from, to: firstDay + from + length }
      const marked = (type: 'new' | 'returning') => markDonors(gifts, { ...days, type, size: 6 })
      const [fresh, back] = [marked('new'), marked('returning')]
      expect(fresh.some((mark, who) => mark === 1 && back[who] === 1)).toBe(false)
      const newOnes = fresh.reduce((sum, mark) => sum + mark, 0)
      const people = daysOf(all, batch)
      const inRange = (day: number) => day >= from && day <= from + length
      expect(newOnes).toBe(people.filter(([first = -1]) => inRange(first)).length)
      expect(countGivers(gifts, days)).toBe(people.filter((list) => list.some(inRange)).length)
    }),
  )
})
