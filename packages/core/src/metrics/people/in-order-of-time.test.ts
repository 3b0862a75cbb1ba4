import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inOrderOfTime } from './in-order-of-time.ts'

test('times come in order, whatever pieces they came in, and equal ones as they came', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20), { maxLength: 40 }), fc.nat(5), (times, beyond) => {
      const column = Uint32Array.from([...times, ...Array.from({ length: beyond }, () => 0)])
      const order = inOrderOfTime(column, times.length)
      const expected = times.map((_, i) => i).sort((a, b) => times[a]! - times[b]! || a - b)
      expect([...(order ?? times.map((_, i) => i))]).toEqual(expected)
      if (order === undefined) expect(expected).toEqual(times.map((_, i) => i))
    }),
  )
})
