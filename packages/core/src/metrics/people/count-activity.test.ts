import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rootsAt } from '../../ledger/index.ts'
import type { ActivityFilter } from './activity-filter.ts'
import { countActivity, countActivityBy } from './count-activity.ts'
import { markPeople, rootTable } from './roots.ts'
import { activityOf, effective, links, madeEvents, type MadeEvent } from './testing/made-up.ts'

const batches = fc.integer({ min: 0, max: 6 })
const filters: fc.Arbitrary<ActivityFilter> = fc.record({
  kinds: fc.option(fc.subarray([1, 2, 3]), { nil: undefined }),
  campaigns: fc.option(fc.subarray([0, 1, 2]), { nil: undefined }),
  channels: fc.option(fc.subarray([0, 1, 2]), { nil: undefined }),
})
const question = (filter: ActivityFilter, batch: number, of = links) => ({
  ...{ filter, batch },
  roots: rootTable(of, batch, 5),
})

/** The same question answered as slowly and plainly as it can be. */
function plainly(all: readonly MadeEvent[], filter: ActivityFilter, batch: number, of = links) {
  const rootOf = rootsAt(of, batch)
  const counted = effective(all, batch).filter(
    (each) =>
      each.contact !== 0 &&
      (filter.kinds?.includes(each.kind) ?? true) &&
      (filter.campaigns?.includes(each.campaign) ?? true) &&
      (filter.channels?.includes(each.channel) ?? true),
  )
  return { people: new Set(counted.map(({ contact }) => rootOf(contact))).size, events: counted.length }
}

test('distinct people and their events, of any filter, at any batch, merged or not, are what counting plainly finds', () => {
  fc.assert(
    fc.property(madeEvents, filters, batches, (all, filter, batch) => {
      expect(countActivity(activityOf(all), question(filter, batch))).toEqual(plainly(all, filter, batch))
    }),
    { numRuns: 300 },
  )
})

test('each campaign’s people are those that asking for it alone finds', () => {
  fc.assert(
    fc.property(madeEvents, filters, batches, (all, filter, batch) => {
      const activity = activityOf(all)
      const by = countActivityBy(activity, activity.campaign!, question(filter, batch))
      for (const campaign of [0, 1, 2])
        if (filter.campaigns?.includes(campaign) ?? true)
          expect(by.get(campaign) ?? { people: 0, events: 0 }).toEqual(
            plainly(all, { ...filter, campaigns: [campaign] }, batch),
          )
    }),
  )
})

test('people of two filters together are at most those of each added up, and at least those of either', () => {
  fc.assert(
    fc.property(madeEvents, batches, (all, batch) => {
      const people = (kinds: number[]) => countActivity(activityOf(all), question({ kinds }, batch)).people
      const [one, other, both] = [people([1]), people([2]), people([1, 2])]
      expect(both).toBeLessThanOrEqual(one + other)
      expect(both).toBeGreaterThanOrEqual(Math.max(one, other))
    }),
  )
})

test('a merge never makes more people, and changes no event; the order of arrival is nothing', () => {
  fc.assert(
    fc.property(madeEvents, batches, (all, batch) => {
      const apart = countActivity(activityOf(all), question({}, batch, []))
      const merged = countActivity(activityOf(all), question({}, batch))
      expect(merged.people).toBeLessThanOrEqual(apart.people)
      expect(merged.events).toBe(apart.events)
      expect(countActivity(activityOf([...all].reverse()), question({}, batch))).toEqual(merged)
    }),
  )
})

test('a segment counts those whom its contacts have become', () => {
  const event = { on: 0, second: 0, kind: 1, campaign: 0, channel: 0, recorded: 1, takenBack: false }
  const all = [1, 2, 3].map((contact) => ({ ...event, contact }))
  const asked = question({}, 3)
  const count = (contacts: number[]) =>
    countActivity(activityOf(all), { ...asked, people: markPeople(contacts, asked.roots) })
  expect(count([1])).toEqual({ people: 1, events: 2 })
  expect(count([3])).toEqual({ people: 1, events: 1 })
  expect(count([])).toEqual({ people: 0, events: 0 })
})

test('what nobody read cannot be asked by', () => {
  expect(() =>
    countActivity(
      activityOf([{ contact: 1, on: 0, second: 0, kind: 1, campaign: 0, channel: 0, recorded: 1, takenBack: false }]),
      question({ regions: [1] }, 1),
    ),
  ).toThrow(RangeError)
})
