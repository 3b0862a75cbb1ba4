import fc from 'fast-check'
import { expect, test } from 'vitest'
import { armsOf, armTags, type Arm } from './arms.ts'
import { incrementalityOf } from './incrementality.ts'
import { collecting, momentsOf } from './moments.ts'
import { personMoney } from './person-money.ts'

const arm = (people: number, converted: number, each = 100): Arm => ({
  people,
  converted,
  net: { n: people, sum: converted * each, squares: converted * each ** 2 },
})
const sides = (treated: Arm, control: Arm) => ({ treated, control, both: 0, open: 0 })

test('the example whose raw volumes said 95.5 % comes to 52 %, the control scaled to the treated', () => {
  const found = incrementalityOf(sides(arm(349_650, 1_226), arm(34_580, 58)))
  expect(found.share?.value).toBeCloseTo(1 - (58 * (349_650 / 34_580)) / 1_226, 12)
  expect(found.share?.value).toBeCloseTo(0.5216, 4)
  expect(found.relativeLift?.value).toBeCloseTo(1.0905, 3)
  expect(found.points?.value).toBeCloseTo(1_226 / 349_650 - 58 / 34_580, 12)
  expect(found.revenue?.value).toBeCloseTo(122_600 - 5_800 * (349_650 / 34_580), 6)
})

test('share and relative lift are two quantities of one ratio, and no interval is narrower than its estimate', () => {
  const some = fc.tuple(fc.integer({ min: 100, max: 5_000 }), fc.integer({ min: 5, max: 100 }))
  fc.assert(
    fc.property(some, some, ([nT, cT], [nC, cC]) => {
      const { share, relativeLift, points, revenue } = incrementalityOf(sides(arm(nT, cT), arm(nC, cC)))
      expect(share?.value).toBeCloseTo((cT - (cC * nT) / nC) / cT, 9)
      expect(1 / (1 - (share?.value ?? 0)) - 1).toBeCloseTo(relativeLift?.value ?? 0, 9)
      for (const each of [share, relativeLift, points, revenue]) {
        if (each === undefined) continue
        expect(each.low).toBeLessThanOrEqual(each.value)
        expect(each.high).toBeGreaterThanOrEqual(each.value)
      }
      expect(points?.value).toBeCloseTo(-(incrementalityOf(sides(arm(nC, cC), arm(nT, cT))).points?.value ?? 0), 12)
    }),
  )
})

test('too small an arm says nothing; too few who gave say nothing of what is divided by them', () => {
  expect(incrementalityOf(sides(arm(1_000, 50), arm(99, 9)))).toEqual({
    ...{ share: undefined, relativeLift: undefined, points: undefined, revenue: undefined },
  })
  const few = incrementalityOf(sides(arm(1_000, 50), arm(100, 4)))
  expect([few.share, few.relativeLift]).toEqual([undefined, undefined])
  expect(few.points?.value).toBeCloseTo(0.05 - 0.04, 12)
})

/** Who is treated or held out when, and gifts and refunds of people. */
const assigned = (list: readonly (readonly [person: number, arm: keyof typeof armTags, sec: number])[]) => {
  const all = collecting(list.length)
  for (const [root, side, sec] of list) {
    all.root[all.n] = root
    all.sec[all.n] = sec
    all.tag[all.n] = armTags[side]
    all.sign[all.n++] = 1
  }
  return momentsOf(all, 10)
}
const money = (parts: readonly [person: number, sec: number, minor: number][]) =>
  personMoney(
    {
      n: parts.length,
      contact: Uint32Array.from(parts, ([person]) => person),
      day: new Int32Array(parts.length),
      sec: Uint32Array.from(parts, ([, sec]) => sec),
      minor: Float64Array.from(parts, ([, , minor]) => minor),
      gross: Uint8Array.from(parts, ([, , minor]) => (minor > 0 ? 1 : 0)),
    },
    { roots: Uint32Array.from({ length: 10 }, (_, i) => i) },
  )

test('arms count who gave within the window of their own first day, net of what went back', () => {
  const found = armsOf(
    assigned([
      ...([
        [1, 'treated', 100],
        [1, 'treated', 900],
        [2, 'treated', 100],
        [3, 'control', 100],
      ] as const),
      ...([
        [4, 'control', 950],
        [5, 'treated', 100],
        [5, 'control', 200],
      ] as const),
    ]),
    money([
      [1, 99, 7_000],
      [1, 150, 500],
      [1, 160, -200],
      [1, 601, 9_000],
      [3, 600, 80],
      [4, 960, 30],
      [5, 300, 1],
    ]),
    { window: 500, until: 1_000 },
  )
  expect(found).toEqual({
    treated: { people: 2, converted: 1, net: { n: 2, sum: 300, squares: 90_000 } },
    control: { people: 2, converted: 2, net: { n: 2, sum: 110, squares: 7_300 } },
    both: 1,
    open: 1,
  })
})
