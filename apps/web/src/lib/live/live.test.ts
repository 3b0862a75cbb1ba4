import { expect, test } from 'vitest'
import { concerns, paced } from './live.ts'
import { readNotice } from './notice.ts'

test('the first notice acts at once, and a storm of them acts once more when it rests', async () => {
  const waiting: (() => void)[] = []
  let acts = 0
  const act = paced(
    async () => void acts++,
    500,
    (later) => waiting.push(later),
  )
  act()
  expect(acts).toBe(1)
  act()
  act()
  expect(acts).toBe(1)
  await Promise.resolve()
  await Promise.resolve()
  waiting.shift()!()
  expect(acts).toBe(2)
  await Promise.resolve()
  await Promise.resolve()
  waiting.shift()!()
  expect(acts).toBe(2)
})

test('what is no notice is left alone', () => {
  expect(readNotice('{"tenant":"a","kind":"batch","batch":7}')).toEqual({ tenant: 'a', kind: 'batch', batch: 7 })
  expect(readNotice('nonsense')).toBeUndefined()
  expect(readNotice('{"kind":"batch"}')).toBeUndefined()
})

test('a notice concerns a tenant by its id or its slug, and nobody else', () => {
  const tenant = { tenantId: 'id-1', slug: 'halvorsen' }
  expect(concerns({ tenant: 'id-1', kind: 'batch' }, tenant)).toBe(true)
  expect(concerns({ tenant: 'halvorsen', kind: 'batch' }, tenant)).toBe(true)
  expect(concerns({ tenant: 'id-2', kind: 'batch' }, tenant)).toBe(false)
  expect(concerns({ tenant: 'id-1', kind: 'batch' }, undefined)).toBe(false)
})
