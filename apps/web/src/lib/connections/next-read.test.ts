import { expect, test } from 'vitest'
import { nextRead } from './next-read.ts'

const now = new Date('2026-11-20T15:00:00.000Z')
const read = (state: Parameters<typeof nextRead>[0]['state'], nextReadAt: string | null) =>
  nextRead({ state, nextReadAt }, now, (at) => `at ${at.slice(11, 16)}`)

test('a source is read in a while, now where its time has come, or as its deliveries come', () => {
  expect(read('active', '2026-11-20T15:05:00.000Z')).toBe('at 15:05')
  expect(read('active', '2026-11-20T14:59:42.000Z')).toBe('now')
  expect(read('active', null)).toBe('as they come')
})

test('what needs somebody is read once that is done, and what rests is not', () => {
  expect(read('needs_customer', '2026-11-20T15:05:00.000Z')).toBe('once mended')
  expect(read('needs_customer', null)).toBe('once mended')
  expect(read('paused', null)).toBe('–')
})
