import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createRateBucket } from './rate-bucket.ts'

test('no window of its length ever has more than the limit, and a wait that is kept is enough', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5 }),
      fc.array(fc.integer({ min: 0, max: 700 }), { maxLength: 60 }),
      (requests, gaps) => {
        const bucket = createRateBucket({ requests, per: 1_000 })
        const taken: number[] = []
        let now = 0
        for (const gap of gaps) {
          now += gap
          const wait = bucket.take(new Date(now))
          if (wait > 0) {
            now += wait
            expect(bucket.take(new Date(now))).toBe(0)
          }
          taken.push(now)
        }
        for (const start of taken)
          expect(taken.filter((at) => at >= start && at < start + 1_000).length).toBeLessThanOrEqual(requests)
      },
    ),
  )
})

test('nobody goes before the provider said so', () => {
  const bucket = createRateBucket({ requests: 10, per: 'second' })
  bucket.block(new Date(5_000))
  expect(bucket.take(new Date(1_000))).toBe(4_000)
  expect(bucket.take(new Date(5_000))).toBe(0)
})
