import { createRng } from '@throughline/stats'
import { expect, test } from 'vitest'
import { damageCode, damages } from './damage.ts'
import { makeMatchingWorld } from './matching-world.ts'

test('a seed gives the same world each time, another seed another', () => {
  const world = makeMatchingWorld('a', { gifts: 300 })
  expect(makeMatchingWorld('a', { gifts: 300 })).toEqual(world)
  expect(makeMatchingWorld('b', { gifts: 300 })).not.toEqual(world)
  expect(world.gifts).toHaveLength(300)
})

test('an undamaged code of a creative that was read is one that it carries', () => {
  const { creatives, gifts } = makeMatchingWorld('c', { gifts: 2_000 })
  const carried = new Map(creatives.map(({ key, links }) => [key, links[0]?.refcodes['refcode']]))
  const intact = gifts.filter(
    ({ damage, truth, refcodes }) => damage === 'none' && refcodes['refcode'] && truth && carried.has(truth.creative),
  )
  const own = intact.filter(({ refcodes, truth }) => refcodes['refcode'] === carried.get(truth?.creative ?? ''))
  // A few links were copied from another appeal.
  expect(own.length / intact.length).toBeGreaterThan(0.99)
  expect(gifts.some(({ truth }) => truth && !carried.has(truth.creative))).toBe(true)
})

test('every damage leaves some codes other than they were', () => {
  for (const damage of damages) {
    const rng = createRng(damage)
    const codes = ['fb_202611_video1', 'em-1103-gotv-all-b', 'FB_ALL_MATCH_V3_1103']
    const changed = codes.map((code) => damageCode(code, damage, rng) !== code)
    expect(changed.some(Boolean)).toBe(damage !== 'none')
  }
})
