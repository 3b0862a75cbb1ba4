import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fieldsOf, frozen, pathOf } from './drift.ts'

test('fields are named by path and type, lists by their items, and nulls say nothing', () => {
  const row = { id: '1', n: 2, ok: true, gone: null, at: { city: 'x' }, lines: [{ cents: 1 }, { cents: 2, note: 'y' }] }
  expect([...fieldsOf(row)].sort()).toEqual([
    'at object',
    'at.city string',
    'id string',
    'lines list',
    'lines[] object',
    'lines[].cents number',
    'lines[].note string',
    'n number',
    'ok boolean',
  ])
})

test('a frozen row keeps what was known, and only that', () => {
  const known = new Set([...fieldsOf({ id: '1', at: { city: 'x' }, lines: [{ cents: 1 }] })].map(pathOf))
  const row = { id: '2', fresh: 1, at: { city: 'y', zip: '1' }, lines: [{ cents: 3, note: 'z' }], none: null }
  expect(frozen(row, known)).toEqual({ id: '2', at: { city: 'y' }, lines: [{ cents: 3 }], none: null })
})

test('a row frozen by its own fields is itself', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), fc.jsonValue({ maxDepth: 2 })), (row) => {
      const known = new Set([...fieldsOf(row)].map(pathOf))
      expect(frozen(row, known)).toEqual(row)
    }),
  )
})
