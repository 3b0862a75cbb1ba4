import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inOrder, packStrip, stripRowLimit, stripRows, unpackStrip } from './strip-columns.ts'
import type { StripEntry } from './strip-entry.ts'

const uint32 = fc.integer({ min: 0, max: 0xffffffff })
const entry: fc.Arbitrary<StripEntry> = fc.record({
  day: fc.constant('2026-11-10'),
  contact: uint32,
  sec: uint32,
  kind: fc.integer({ min: 1, max: 4 }),
  sign: fc.constantFrom(1 as const, -1 as const),
  recorded: uint32,
  cause: fc.integer({ min: 0, max: 13 }),
  amount: fc.maxSafeInteger(),
  currency: fc.constantFrom('USD', 'EUR', 'JPY'),
})

test('what is packed is unpacked as it was', () => {
  fc.assert(
    fc.property(fc.array(entry), (entries) => {
      expect(unpackStrip('2026-11-10', packStrip(entries))).toEqual(entries)
    }),
  )
})

test('the same entries give the same bytes, whatever their order', () => {
  fc.assert(
    fc.property(
      fc
        .array(entry)
        .chain((entries) =>
          fc.tuple(fc.constant(entries), fc.shuffledSubarray(entries, { minLength: entries.length })),
        ),
      ([entries, shuffled]) => {
        expect(stripRows(shuffled)).toEqual(stripRows(entries))
      },
    ),
  )
})

test('a row holds at most 65,536 entries, in order across rows', () => {
  const entries = Array.from({ length: stripRowLimit + 3 }, (_, i) => ({
    day: '2026-11-10',
    contact: 1,
    sec: (i * 7919) % 100_003,
    kind: 1,
    sign: 1 as const,
    recorded: 1,
    cause: 0,
    amount: 1,
    currency: 'USD',
  }))
  const rows = stripRows(entries)
  expect(rows.map(({ n }) => n)).toEqual([stripRowLimit, 3])
  const back = rows.flatMap((columns) => unpackStrip('2026-11-10', columns))
  expect(back).toEqual([...entries].sort(inOrder))
})
