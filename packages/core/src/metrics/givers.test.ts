import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ContactLink } from '../ledger/contact-links.ts'
import { mergedAt } from '../ledger/contact-links.ts'
import { countPeople } from '../ledger/people.ts'
import { packStrip } from '../ledger/strip-columns.ts'
import { stripKinds, type StripEntry } from '../ledger/strip-entry.ts'
import { giversAfter, giversOf } from './givers.ts'

const day = (n: number) => `2026-11-${String(1 + n).padStart(2, '0')}`

/** Gifts of few people on few days, each perhaps taken back or moved to another moment by a later batch. */
const histories = fc.array(
  fc.record({
    contact: fc.nat(5),
    day: fc.nat(6),
    sec: fc.nat(50),
    recorded: fc.integer({ min: 1, max: 5 }),
    fate: fc.constantFrom('stays', 'withdrawn', 'moved'),
    kind: fc.constantFrom(...Object.values(stripKinds)),
  }),
  { maxLength: 25 },
)
const links: ContactLink[] = [{ from: 1, into: 2, linked: true, batch: 3, cause: 'merge' }]

function entriesOf(
  history: { contact: number; day: number; sec: number; recorded: number; fate: string; kind: number }[],
): StripEntry[] {
  return history.flatMap((each) => {
    const put = {
      day: day(each.day),
      contact: each.contact,
      sec: Date.parse(day(each.day)) / 1000 + each.sec,
      kind: each.kind,
      amount: 100,
      currency: 'USD',
      sign: 1 as const,
      recorded: each.recorded,
      cause: 0,
    }
    if (each.fate === 'stays') return [put]
    const back = { ...put, sign: -1 as const, recorded: each.recorded + 1 }
    return each.fate === 'withdrawn'
      ? [put, back]
      : [put, back, { ...put, sec: put.sec + 7, recorded: each.recorded + 1 }]
  })
}

test('those listed are exactly those counted, at every batch and over every range', () => {
  fc.assert(
    fc.property(histories, fc.nat(6), fc.nat(6), fc.integer({ min: 0, max: 7 }), (history, a, b, batch) => {
      const [from, to] = [day(Math.min(a, b)), day(Math.max(a, b))]
      const strips = [...Map.groupBy(entriesOf(history), (entry) => entry.day)]
        .sort(([x], [y]) => (x < y ? -1 : 1))
        .map(([of, entries]) => ({ day: of, ...packStrip(entries) }))
      const people = countPeople(strips, { from, to, batch }, links)
      const givers = giversOf(strips, { from, to, batch }, mergedAt(links, batch))
      expect(givers.length).toBe(people.donors)
      expect(givers.filter(({ isNew }) => isNew).length).toBe(people.newDonors)
      expect(new Set(givers.map(({ contactNo }) => contactNo)).size).toBe(givers.length)
    }),
    { numRuns: 300 },
  )
})

test('pages follow one another without a gap, also where two gave in one second', () => {
  const givers = [5, 4, 4, 1].map((firstSec, n) => ({ firstSec, contactNo: 9 - n, isNew: true }))
  const [, second] = givers
  if (!second) throw new Error('no giver')
  expect(giversAfter(givers, second).map(({ contactNo }) => contactNo)).toEqual([7, 6])
})
