import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mergeRecords, type Contribution } from './merge.ts'
import type { Conversion, RecurringPlan } from './record.ts'

const usd = (minor: number) => ({ minor, currency: 'USD' })
const gift = (more: Partial<Conversion>): Conversion => ({
  kind: 'conversion',
  key: '1',
  type: 'donation',
  happenedAt: '2026-11-01T05:30:00.000Z',
  amount: usd(2500),
  status: 'approved',
  ...more,
})
const from = <R extends Conversion | RecurringPlan>(rank: number, record: R, row = 'a'): Contribution<R> => ({
  rank,
  row,
  record,
})

describe('one record told by several rows', () => {
  test('the higher rank wins field by field and an absent field never overwrites', () => {
    const merged = mergeRecords([
      from(20, gift({ fee: { amount: usd(99), estimated: false } })),
      from(10, gift({ fee: { amount: usd(98), estimated: true }, form: 'fall' })),
    ])
    expect(merged).toMatchObject({ fee: { amount: usd(99), estimated: false }, form: 'fall' })
  })

  test('refcodes are merged by name, because a file has two of them and a notice all', () => {
    const merged = mergeRecords([
      from(20, gift({ refcodes: { refcode: 'em_1' } })),
      from(10, gift({ refcodes: { refcode: 'em_1', refcodeSB: 'tok' } })),
    ])
    expect(merged?.refcodes).toEqual({ refcode: 'em_1', refcodeSB: 'tok' })
  })

  test('a stub fills what nobody else says and stops being one when the record itself arrives', () => {
    const stub = from(90, gift({ stub: true, amount: usd(1), group: 'AB1' }))
    expect(mergeRecords([stub])).toMatchObject({ stub: true, amount: usd(1) })
    const merged = mergeRecords([stub, from(10, gift({}))])
    expect(merged).toMatchObject({ amount: usd(2500), group: 'AB1' })
    expect(merged).not.toHaveProperty('stub')
  })

  test('an hour that happened twice takes the time from a stream that knows it exactly', () => {
    const merged = mergeRecords([
      from(20, gift({ timeAmbiguous: true })),
      from(10, gift({ happenedAt: '2026-11-01T06:30:00.000Z' })),
    ])
    expect(merged?.happenedAt).toBe('2026-11-01T06:30:00.000Z')
    expect(merged).not.toHaveProperty('timeAmbiguous')
  })

  test("a plan's newest charge beats an older one of a higher rank", () => {
    const plan = (happenedAt: string, minor: number): RecurringPlan => ({
      kind: 'recurring_plan',
      key: 'AB1:70001',
      happenedAt,
      period: 'monthly',
      amount: usd(minor),
      lastChargeAt: happenedAt,
    })
    const merged = mergeRecords([
      from(20, plan('2026-09-30T00:00:00.000Z', 2500), 'first'),
      from(10, plan('2026-10-30T00:00:00.000Z', 3000), 'second'),
    ])
    expect(merged).toMatchObject({ amount: usd(3000), lastChargeAt: '2026-10-30T00:00:00.000Z' })
  })

  test('a supposed end is no plan, and ends the plan once somebody knows of it, in either order', () => {
    const end: RecurringPlan = {
      kind: 'recurring_plan',
      key: 'AB1:70001',
      happenedAt: '2026-11-02T00:00:00.000Z',
      cancelledAt: '2026-11-02T00:00:00.000Z',
      stub: true,
    }
    const charge: RecurringPlan = {
      kind: 'recurring_plan',
      key: 'AB1:70001',
      happenedAt: '2026-10-02T00:00:00.000Z',
      period: 'weekly',
      amount: usd(1000),
      lastChargeAt: '2026-10-02T00:00:00.000Z',
    }
    expect(mergeRecords([from(20, end, 'end')])).toHaveProperty('stub', true)
    for (const told of [
      [from(20, end, 'end'), from(10, charge, 'charge')],
      [from(10, charge, 'charge'), from(20, end, 'end')],
    ]) {
      const merged = mergeRecords(told)
      expect(merged).toMatchObject({ period: 'weekly', amount: usd(1000), cancelledAt: end.cancelledAt })
      expect(merged).not.toHaveProperty('stub')
    }
  })

  test('the order of arrival never matters', () => {
    const contribution = fc.record({
      rank: fc.integer({ min: 1, max: 3 }),
      row: fc.constantFrom('a', 'b', 'c', 'd'),
      record: fc
        .record({ minor: fc.integer(), form: fc.option(fc.string(), { nil: undefined }), stub: fc.boolean() })
        .map(({ minor, form, stub }) =>
          gift({ amount: usd(minor), ...(form === undefined ? {} : { form }), ...(stub ? { stub } : {}) }),
        ),
    })
    const rows = fc.uniqueArray(contribution, { selector: ({ row }) => row, minLength: 1 })
    fc.assert(
      fc.property(
        rows.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        ([list, shuffled]) => {
          expect(mergeRecords(shuffled)).toEqual(mergeRecords(list))
        },
      ),
    )
  })
})
