import { expect, test } from 'vitest'
import { compareStrips } from './rebuild-strips.ts'
import { stripRows } from './strip-columns.ts'
import type { StripEntry } from './strip-entry.ts'

const day = '2026-11-10'
const entry = (recorded: number): StripEntry => {
  const event = { day, contact: recorded, sec: 1_790_000_000 + recorded, kind: 1, amount: 2500, currency: 'USD' }
  return { ...event, sign: 1, recorded, cause: 0 }
}
const stored = (recorded: number[]) => async () => stripRows(recorded.map(entry)).map((row) => ({ ...row, day }))
const facts = new Map([[day, [entry(1), entry(2)]]])

test('what was booked while it was being compared is no difference', async () => {
  expect(await compareStrips([day], facts, 2, stored([1, 2, 3]))).toEqual([])
  expect(await compareStrips(['2026-11-11'], new Map(), 2, async () => [])).toEqual([])
})

test('what should be there and is not, and what should not be there and is, are', async () => {
  expect(await compareStrips([day], facts, 2, stored([1, 3]))).toEqual([{ store: 'strip', day, expected: 2, found: 1 }])
  expect(await compareStrips([day], facts, 3, stored([1, 2, 3]))).toEqual([
    { store: 'strip', day, expected: 2, found: 3 },
  ])
})
