import fc from 'fast-check'
import { expect, test } from 'vitest'
import { placeIn } from '../../attribution/place.ts'
import { collecting } from './moments.ts'
import { parted } from './parted.ts'
import { seenOf, type Seen } from './seen.ts'

test('parts hold, in order, what is at the places of their row, and none of them is empty', () => {
  const keys = fc.array(fc.constantFrom('a', 'b', 'c', null), { minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(keys, fc.array(fc.nat(), { maxLength: 30 }), (rows, met) => {
      const places = rows.map((key) => ({ ...placeIn('ads'), campaign: key }))
      const all = collecting(met.length)
      all.n = met.length
      all.root.set(met.map((_, i) => i))
      const seen: Seen = { all, places, place: Uint32Array.from(met, (at) => at % rows.length) }
      const parts = parted(seen, rows)
      expect([...parts.values()].reduce((sum, part) => sum + part.all.n, 0)).toBe(met.length)
      for (const [key, part] of parts) {
        const { all: wanted, place } = seenOf(seen, { passes: (each) => each?.campaign === key })
        expect(part.all.n).toBeGreaterThan(0)
        expect([...part.all.root.slice(0, part.all.n)]).toEqual([...wanted.root.slice(0, wanted.n)])
        expect([...part.place]).toEqual([...place.slice(0, wanted.n)])
      }
    }),
  )
})
