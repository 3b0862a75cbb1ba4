import { expect, test } from 'vitest'
import { createEarlier } from './earlier.ts'

const notice = (tenant: string, batch: number) => ({
  type: 'notice' as const,
  notice: { tenant, kind: 'batch', batch },
})

test('a tab that listens late hears what was said since it was made, of each client the newest', () => {
  let now = 100
  const earlier = createEarlier(() => now)
  earlier.heard(notice('a', 1))
  now = 200
  earlier.heard(notice('a', 2))
  earlier.heard(notice('b', 7))
  earlier.heard({ type: 'open' })
  expect(earlier.since(150)).toEqual([notice('a', 2), notice('b', 7)])
  expect(earlier.since(201)).toEqual([])
  earlier.forget()
  expect(earlier.since(0)).toEqual([])
})
