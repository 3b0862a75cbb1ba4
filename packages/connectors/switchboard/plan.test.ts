import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { candidateOf, inOrder, isDue, type Candidate } from './plan.ts'

const hour = 3_600_000
const day = 24 * hour
const start = Date.parse('2026-10-01T17:00:00Z')
const candidate = (more: Partial<Candidate> = {}): Candidate => ({
  ...{ id: 'bc_1', at: start, total: 10, expected: 10, counted: 'all', rows: 0, ended: true },
  ...{ createdAt: start - day, modifiedAt: undefined, ...more },
})

/** At how many passes, one every 15 minutes from just after it was sent, its messages are read within these days. */
function readings(of: Candidate, [from, to]: [number, number]): number {
  let count = 0
  const step = hour / 4
  for (let now = start + from * day; now < start + to * day; now += step) if (isDue(of, now - step, now)) count += 1
  return count
}

describe('the messages of a broadcast are read', () => {
  test('in every pass for 72 hours, daily to the 14th day, once on the 30th', () => {
    expect(readings(candidate(), [0, 3])).toBe(3 * 24 * 4)
    expect(readings(candidate(), [3, 14])).toBe(11)
    expect(readings(candidate(), [14, 60])).toBe(1)
    expect(isDue(candidate(), start + 30 * day - 1, start + 30 * day)).toBe(true)
    expect(isDue(candidate(), start + 20 * day, start + 40 * day)).toBe(true)
  })

  test('in the first pass whatever their age, and where the broadcast came to the list since', () => {
    expect(isDue(candidate({ at: start - 900 * day }), undefined, start)).toBe(true)
    const old = candidate({ at: start - 40 * day })
    expect(isDue({ ...old, createdAt: start - 1 }, start - 2, start)).toBe(true)
    expect(isDue({ ...old, createdAt: start - 40 * day }, start - 2, start)).toBe(false)
  })

  test('again daily, later weekly, where the source says that it was changed', () => {
    const touched = (age: number) => candidate({ at: start - age * day, modifiedAt: start - hour })
    const passes = (of: Candidate, days: number) => {
      let count = 0
      for (let now = start; now < start + days * day; now += hour)
        if (isDue({ ...of, modifiedAt: now - hour }, now - hour, now)) count += 1
      return count
    }
    expect(passes(touched(40), 7)).toBe(7)
    expect(passes(touched(120), 28)).toBe(4)
    expect(readings(candidate({ modifiedAt: start }), [31, 90])).toBe(0)
  })

  test('daily while it is paused or without a time', () => {
    expect(readings(candidate({ ended: false }), [14, 30])).toBe(16)
    expect(readings(candidate({ at: undefined, ended: false }), [0, 10])).toBe(10)
  })

  test('not before anything of it was sent', () => {
    const row = { id: 'bc_1', created_at: '2026-09-30T00:00:00Z', scheduled_time: '2026-10-02T00:00:00Z' }
    for (const status of ['draft', 'scheduled', 'Scheduled']) expect(candidateOf({ ...row, status })).toBeUndefined()
    for (const status of ['sending', 'paused', 'sent', 'stopped', 'error', 'half way', null])
      expect(candidateOf({ ...row, status })).toBeDefined()
    expect(candidateOf({ status: 'sent' })).toBeUndefined()
    expect(candidateOf('a string')).toBeUndefined()
  })
})

test('a broadcast whose row is set aside for a cost that is none still has messages', () => {
  const row = {
    id: 'b',
    status: 'sent',
    start_time: '2026-10-01T17:00:00Z',
    created_at: 'lately',
    cost_estimate: 'twelve',
  }
  expect(candidateOf(row)).toMatchObject({ id: 'b', at: start })
})

test('the order is one: youngest first, then by id, those without a time last', () => {
  const entry = fc.record({
    id: fc.stringMatching(/^[a-c]{1,2}$/),
    at: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
  })
  fc.assert(
    fc.property(entry, entry, entry, (a, b, c) => {
      expect(Math.sign(inOrder(a, b)) + Math.sign(inOrder(b, a))).toBe(0)
      if (inOrder(a, b) < 0 && inOrder(b, c) < 0) expect(inOrder(a, c)).toBeLessThan(0)
      if ((a.at ?? 0) > (b.at ?? 0)) expect(inOrder(a, b)).toBeLessThan(0)
    }),
  )
})

test('what the source counts depends on how far it is', () => {
  const row = {
    id: 'b',
    start_time: '2026-10-01T00:00:00Z',
    total_messages: 1000,
    previously_opted_out: 12,
    skipped: 8,
    failed_to_deliver: 30,
    delivered: 900,
  }
  const of = (status: string, more: object = {}) => {
    const { counted, expected } = candidateOf({ ...row, status, ...more }) ?? {}
    return [counted, expected]
  }
  expect(of('sent')).toEqual(['all', 980])
  expect(of('stopped')).toEqual(['settled', 930])
  expect(of('error')).toEqual(['settled', 930])
  expect(of('sending')).toEqual(['none', 0])
  expect(of('sent', { total_messages: null })).toEqual(['settled', 930])
  expect(of('sent', { total_messages: null, delivered: null })).toEqual(['none', 0])
})
