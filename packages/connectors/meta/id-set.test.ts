import fc from 'fast-check'
import { expect, test } from 'vitest'
import { packIds, unpackIds } from './id-set.ts'

test('ids come back as they were, in any number and beyond 2^53', () => {
  const id = fc.bigInt({ min: 1n, max: 10n ** 19n }).map(String)
  fc.assert(
    fc.property(fc.array(id), (ids) => {
      expect(unpackIds(packIds(new Set(ids)))).toEqual(new Set(ids))
    }),
  )
  expect(unpackIds(packIds(new Set()))).toEqual(new Set())
})

test('a thousand neighbours take little room', () => {
  const ids = Array.from({ length: 1_000 }, (_, index) => String(120_210_000_000_000_000n + BigInt(index * 977)))
  expect(packIds(new Set(ids)).length).toBeLessThan(5_000)
})
