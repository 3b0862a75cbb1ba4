import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nowhere, orderOf, stretchesOf } from './stretches.ts'

const channel = fc.constantFrom('ads' as const, 'sms' as const, 'email' as const, null)
const flows = fc.array(
  fc.record({
    first: channel,
    last: channel,
    customer: fc.constantFrom('new' as const, 'returning' as const, 'monthly' as const),
    net: fc.integer({ min: 1, max: 100_000 }),
    n: fc.integer({ min: 1, max: 9 }),
  }),
)

test('both halves of the flow come to the same: all that was given', () => {
  fc.assert(
    fc.property(flows, (some) => {
      const total = some.reduce((sum, { net }) => sum + net, 0)
      const half = (column: number) =>
        stretchesOf(some).reduce((sum, each) => sum + (each.column === column ? each.value : 0), 0)
      expect([half(0), half(1)]).toEqual([total, total])
    }),
  )
})

test('places stand by the chosen model’s credit, nowhere below them', () => {
  const credit = (net: number) => [
    { net: 0, gross: 0, micro: 0 },
    { net, gross: net, micro: 0 },
  ]
  const order = orderOf({
    rows: [
      { key: null, label: null, channel: null, credit: credit(900) },
      { key: 'sms', label: null, channel: 'sms', credit: credit(10) },
      { key: 'ads', label: null, channel: 'ads', credit: credit(70) },
    ],
    flows: [{ first: 'email', last: null, customer: 'new', net: 1, n: 1 }],
    models: [
      { id: 'linear', sure: true, why: null },
      { id: 'markov', sure: true, why: null },
    ],
    chosen: { model: 'markov', window: { clickDays: 28, viewDays: 28 }, modelNo: 0 },
  })
  expect(order.slice(0, 4)).toEqual(['ads', 'sms', 'email', nowhere])
})
