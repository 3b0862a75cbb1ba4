import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lockedUntil, networkOf, perAccount, perVisitor, tried, type Failures, type Limit } from './limit.ts'

const at = (seconds: number) => new Date(1_800_000_000_000 + seconds * 1000)

describe('tries of one account', () => {
  test('five are free, the sixth waits 30 seconds, each further one twice as long, never over 15 minutes', () => {
    const waits = [4, 5, 6, 7, 8, 12, 40].map((failures) => lockedUntil({ failures, since: at(0) }, perVisitor))
    expect(waits).toEqual([new Date(0), at(30), at(60), at(120), at(240), at(900), at(900)])
  })

  test('a try while locked is refused and moves nothing', () => {
    const before = { failures: 5, since: at(0) }
    expect(tried(before, perVisitor, at(29))).toEqual({ allowed: false, after: before })
    expect(tried(before, perVisitor, at(30))).toEqual({ allowed: true, after: { failures: 6, since: at(30) } })
  })

  test('after a day without a failure all is forgotten', () => {
    expect(tried({ failures: 40, since: at(0) }, perVisitor, at(86_400)).after.failures).toBe(1)
  })

  test.each<[string, Limit, number, number]>([
    // 5 free, then after 30, 60, 120, 240, 480 and 900 seconds and each further 900.
    ['an hour from one network', perVisitor, 3_600, 13],
    ['a day from everywhere', perAccount, 86_400, 122],
  ])('whatever the rhythm, %s gets no more than a few tries through', (_, limit, seconds, most) => {
    const pauses = { min: 0, max: Math.ceil(seconds / 700) }
    fc.assert(
      fc.property(fc.array(fc.integer(pauses), { minLength: 100, maxLength: 1_500 }), (rhythm) => {
        let state: Failures | undefined
        let clock = 0
        let through = 0
        for (const pause of rhythm) {
          clock += pause
          if (clock > seconds) break
          const outcome = tried(state, limit, at(clock))
          state = outcome.after
          if (outcome.allowed) through += 1
        }
        expect(through).toBeGreaterThanOrEqual(limit.free)
        expect(through).toBeLessThanOrEqual(most)
      }),
      { numRuns: 50 },
    )
  })
})

test('a network is all of an IPv4 address and the first half of an IPv6 one', () => {
  expect(networkOf('203.0.113.9')).toBe('203.0.113.9')
  expect(networkOf('::ffff:203.0.113.9')).toBe('203.0.113.9')
  expect(networkOf('2001:db8:1:2:aaaa::1')).toBe('2001:db8:1:2')
  expect(networkOf('2001:db8::1')).toBe(networkOf('2001:0db8:0:0:ffff:1:2:3'))
  expect(networkOf('::1')).toBe('0:0:0:0')
  expect(networkOf('fe80::1%eth0')).toBe('fe80:0:0:0')
})
