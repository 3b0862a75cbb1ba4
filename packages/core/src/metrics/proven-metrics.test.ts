import { movementKinds } from '@throughline/canonical'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { net, type DaySum } from '../ledger/index.ts'
import { figureOf, inputsOf } from './figure-of.ts'
import { changeOf, money, none, number, plain } from './figure.ts'
import { provenIds, sumOfTerms } from './proven-metric.ts'
import { provenMetrics } from './proven-metrics.ts'

const sum = (kind: DaySum['kind'], minor: number, n: number, more: Partial<DaySum> = {}): DaySum => ({
  tenantId: 't',
  day: '2026-11-10',
  kind,
  currency: 'USD',
  recurring: false,
  minor,
  n,
  ...more,
})

const november = [
  sum('gross', 10_000, 3),
  sum('gross', 2_500, 1, { recurring: true }),
  sum('fee', 494, 4),
  sum('refund', 2_500, 1),
  sum('fee_returned', 99, 1),
  sum('chargeback', 1_000, 1),
]
const value = (id: (typeof provenIds)[number], sums: readonly DaySum[], people = { donors: 4, newDonors: 1 }) =>
  figureOf(provenMetrics[id], inputsOf(sums, 'USD', people))

test('each figure is what its formula says', () => {
  expect(value('raised_gross', november)).toEqual(money(12_500, 'USD'))
  expect(value('raised_net', november)).toEqual(money(12_500 - 494 + 99 - 2_500 - 1_000, 'USD'))
  expect(value('gifts', november)).toEqual(number(4))
  expect(value('donors', november)).toEqual(number(4))
  expect(value('new_donors', november)).toEqual(number(1))
  expect(value('average_gift', november)).toEqual(money(3_125, 'USD'))
  expect(value('recurring_share', november)).toEqual(number(0.2))
  expect(value('refunded', november)).toEqual(money(3_500, 'USD'))
})

test('with nothing to divide by a ratio says so, and sums are zero', () => {
  expect(value('average_gift', [])).toEqual(none('no_units'))
  expect(value('recurring_share', [])).toEqual(none('no_units'))
  expect(value('raised_net', [])).toEqual(money(0, 'USD'))
})

test('two currencies without a rate give no money, and still a count', () => {
  const mixed = [...november, sum('gross', 900, 1, { currency: 'CAD' })]
  expect(value('raised_net', mixed)).toEqual(none('rate_missing'))
  expect(value('recurring_share', mixed)).toEqual(none('rate_missing'))
  expect(value('gifts', mixed)).toEqual(number(5))
  expect(value('donors', mixed)).toEqual(number(4))
})

test('before anything was read there is no figure, not a zero', () => {
  for (const id of provenIds)
    expect(figureOf(provenMetrics[id], inputsOf([], 'USD', undefined, true))).toEqual(none('not_read_yet'))
})

test('the registry is complete, and every sum’s terms add up to its value', () => {
  expect(Object.keys(provenMetrics)).toEqual([...provenIds])
  const sums = fc.array(
    fc
      .record({
        kind: fc.constantFrom(...movementKinds),
        minor: fc.integer({ min: -1_000_000, max: 1_000_000 }),
        n: fc.integer({ min: -5, max: 5 }),
        recurring: fc.boolean(),
      })
      .map((each) => sum(each.kind, each.minor, each.n, { recurring: each.recurring })),
  )
  fc.assert(
    fc.property(sums, fc.nat(50), fc.nat(50), (list, newDonors, others) => {
      const inputs = inputsOf(list, 'USD', { donors: newDonors + others, newDonors })
      for (const metric of Object.values(provenMetrics))
        if (metric.form !== 'ratio') expect(sumOfTerms(metric.terms, inputs)).toBe(plain(metric.value(inputs)))
      expect(plain(provenMetrics.raised_net.value(inputs))).toBe(net(list))
    }),
  )
})

test('two halves of the sums add up to the whole, for every term of every figure', () => {
  const inputs = (list: readonly DaySum[]) => inputsOf(list, 'USD', { donors: 0, newDonors: 0 })
  fc.assert(
    fc.property(fc.subarray(november), (half) => {
      const rest = november.filter((each) => !half.includes(each))
      for (const metric of Object.values(provenMetrics))
        for (const term of metric.terms)
          expect(term.value(inputs(half)) + term.value(inputs(rest))).toBe(term.value(inputs(november)))
    }),
  )
})

test('a change is a fraction of what was; against nothing there is none', () => {
  expect(changeOf(money(150, 'USD'), money(100, 'USD'))).toEqual(number(0.5))
  expect(changeOf(money(50, 'USD'), money(-100, 'USD'))).toEqual(number(1.5))
  expect(changeOf(number(5), number(0))).toEqual(none('no_units'))
  expect(changeOf(number(5), none('not_read_yet'))).toEqual(none('not_read_yet'))
})
