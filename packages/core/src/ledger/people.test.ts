import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rootsAt, type ContactLink } from './contact-links.ts'
import { countPeople, countPeopleOver, type PeopleRange, type PeopleStrip } from './people.ts'
import { packStrip } from './strip-columns.ts'
import { stripKinds, type StripEntry } from './strip-entry.ts'

const day = (n: number) => `2026-11-${String(1 + n).padStart(2, '0')}`
const secOf = (n: number, second: number) => Date.parse(day(n)) / 1000 + second

const links: ContactLink[] = [
  { from: 1, into: 2, linked: true, batch: 3, cause: 'merge' },
  { from: 1, into: 2, linked: false, batch: 5, cause: 'unmerge' },
]
const gifts = fc.array(
  fc.record({
    contact: fc.nat(5),
    on: fc.nat(6),
    second: fc.nat(9),
    recorded: fc.integer({ min: 1, max: 4 }),
    takenBack: fc.boolean(),
    kind: fc.constantFrom(...Object.values(stripKinds)),
  }),
  { maxLength: 30 },
)
type Gift = (typeof gifts extends fc.Arbitrary<infer All> ? All : never)[number]

const ranges = fc.array(
  fc
    .record({ a: fc.nat(6), b: fc.nat(6), second: fc.option(fc.nat(10), { nil: undefined }) })
    .map(({ a, b, second }): PeopleRange & { last: number } => {
      const last = Math.max(a, b)
      const until = second === undefined ? undefined : secOf(last, second)
      return { from: day(Math.min(a, b)), to: day(last), until, last }
    }),
  { minLength: 1, maxLength: 4 },
)

/** One strip a day, or two where a day came in pieces; `lean` as the store reads it when nothing later is known. */
function stripsOf(all: readonly Gift[], lean: boolean): PeopleStrip[] {
  const entries = all.flatMap((each): (StripEntry & { on: number })[] => {
    const put: StripEntry & { on: number } = {
      ...{ on: each.on, day: day(each.on), contact: each.contact, sec: secOf(each.on, each.second), kind: each.kind },
      ...{ amount: 100, currency: 'USD', sign: 1, recorded: each.recorded, cause: 0 },
    }
    return each.takenBack ? [put, { ...put, sign: -1, recorded: each.recorded + 1 }] : [put]
  })
  return [...Map.groupBy(entries, (entry) => entry.on)]
    .sort(([a], [b]) => a - b)
    .flatMap(([on, ofDay]) => {
      const half = Math.ceil(ofDay.length / 2)
      return [ofDay.slice(0, half), ofDay.slice(half)]
        .filter((piece) => piece.length > 0)
        .map((piece) => ({ day: day(on), ...packStrip(piece), ...(lean ? { recorded: null } : {}) }))
    })
}

/** The same question answered as slowly and plainly as it can be. */
function plainly(all: readonly Gift[], { from, to, until = Infinity }: PeopleRange, batch: number) {
  const rootOf = rootsAt(links, batch)
  const given = all.filter(
    ({ contact, kind, recorded, takenBack }) =>
      contact !== 0 && kind <= 2 && recorded <= batch && !(takenBack && recorded + 1 <= batch),
  )
  const who = (of: readonly Gift[]) => new Set(of.map(({ contact }) => rootOf(contact)))
  const counted = given.filter(
    ({ on, second }) => day(on) >= from && day(on) <= to && (day(on) < to || secOf(on, second) < until),
  )
  const earlier = who(given.filter(({ on }) => day(on) < from))
  const people = who(counted)
  return {
    donors: people.size,
    newDonors: [...people].filter((root) => !earlier.has(root)).length,
    days: [...new Set(counted.map(({ on }) => on))]
      .sort((a, b) => a - b)
      .map((on) => {
        const ofDay = who(counted.filter((each) => each.on === on))
        const before = who(given.filter((each) => each.on < on))
        return { day: day(on), donors: ofDay.size, newDonors: [...ofDay].filter((root) => !before.has(root)).length }
      }),
  }
}

test('several ranges in one walk, parts of days, any batch, merges: each as if counted alone and plainly', () => {
  fc.assert(
    fc.property(gifts, ranges, fc.integer({ min: 0, max: 6 }), (all, asked, batch) => {
      const strips = stripsOf(all, false)
      const counted = countPeopleOver(strips, asked, batch, links)
      expect(counted).toEqual(asked.map((range) => plainly(all, range, batch)))
      expect(counted).toEqual(asked.map((range) => countPeople(strips, { ...range, batch }, links)))
    }),
    { numRuns: 500 },
  )
})

test('where nothing later is known the batches need not be read', () => {
  fc.assert(
    fc.property(gifts, ranges, (all, asked) => {
      expect(countPeopleOver(stripsOf(all, true), asked, 9, links)).toEqual(
        countPeopleOver(stripsOf(all, false), asked, 9, links),
      )
    }),
  )
})
