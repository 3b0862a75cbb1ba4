import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readTouch, touchLink } from './touch-link.ts'

test('any record goes into an address and comes back, whatever its key holds', () => {
  fc.assert(
    fc.property(fc.string(), (key) => {
      const record = { kind: 'touchpoint', source: 'meta', key }
      expect(readTouch(new URLSearchParams(touchLink('?model=linear', record)).get('touch'))).toEqual(record)
    }),
  )
})

test('an address that names no record opens none, and closing keeps the rest', () => {
  expect([null, '', 'touchpoint', 'touchpoint~meta'].map(readTouch)).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ])
  expect(touchLink('?model=linear&touch=a~b~c', undefined)).toBe('?model=linear')
})
