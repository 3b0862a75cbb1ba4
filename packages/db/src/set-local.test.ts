import fc from 'fast-check'
import { expect, test } from 'vitest'
import { setLocal } from './set-local.ts'

test('only ids enter a SET: anything else is refused, whatever it is wrapped in', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.string({ minLength: 1 }), fc.boolean(), (id, more, before) => {
      const forged = before ? more + id : id + more
      expect(() => setLocal('tenants', [id, forged])).toThrow()
      expect(() => setLocal('actor', [forged])).toThrow()
    }),
  )
  expect(() => setLocal('tenants', [`}'; set role throughline_owner; --`])).toThrow()
})

test('ids enter as they are', () => {
  const [a, b] = ['00000000-0000-4000-8000-000000000011', '00000000-0000-4000-8000-000000000012']
  expect(setLocal('actor', [a])).toBe(`set local app.actor = '${a}'`)
  expect(setLocal('tenants', [a, b])).toBe(`set local app.tenants = '{${a},${b}}'`)
  expect(setLocal('agencies', [])).toBe(`set local app.agencies = '{}'`)
})
