import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkMending, mend } from './mend.ts'

const id = '00000000-0000-4000-8000-000000000001'

test('sets and renames fields, making what is not there, in order', () => {
  const item = { event_type: 'click', props: { a: 1 }, source: 'fax' }
  const mended = mend(
    item,
    [
      { rename: { from: 'props', to: 'properties' } },
      { rename: { from: 'properties.a', to: 'properties.b' } },
      { set: { path: 'source', value: 'web' } },
      { set: { path: 'context.region', value: 'IL' } },
      { rename: { from: 'nothing.here', to: 'elsewhere' } },
      { make: 'event_id' },
    ],
    id,
  )
  expect(mended).toEqual({
    ...{ event_type: 'click', properties: { b: 1 }, source: 'web', context: { region: 'IL' } },
    event_id: id,
  })
  expect(item).toEqual({ event_type: 'click', props: { a: 1 }, source: 'fax' })
})

test('gives no event another’s id or time, and reaches no prototype', () => {
  expect(() => checkMending([{ set: { path: 'event_id', value: id } }])).toThrow('each event’s own')
  expect(() => checkMending([{ set: { path: 'timestamp', value: '2026-01-01T00:00:00Z' } }])).toThrow('own')
  for (const path of ['__proto__.x', 'a.constructor', '', 'a..b', 'a b', 'a.b.c.d.e.f.g'])
    expect(() => checkMending([{ set: { path, value: 1 } }])).toThrow('Not a field')
  expect(() => checkMending([{ rename: { from: 'time', to: 'timestamp' } }])).not.toThrow()
})

test('what is no object stays what it is', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.array(fc.jsonValue())), (item) => {
      expect(mend(item, [{ set: { path: 'a', value: 1 } }], id)).toBe(item)
    }),
  )
})
