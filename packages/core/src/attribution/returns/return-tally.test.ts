import { describe, expect, test } from 'vitest'
import { addTally, emptyTally, ratesOf } from './return-tally.ts'

const tally = (more: Partial<ReturnType<typeof emptyTally>>) => ({ ...emptyTally(), ...more })

describe('rates', () => {
  test('are credited net, refunds taken off, by spend, and spend by the conversions of who gave first and again', () => {
    const it = tally({
      spend: 10_000,
      net: 25_000,
      certain: 20_000,
      micro: { new: 2_500_000, returning: 4_000_000, monthly: 9 },
    })
    expect(ratesOf(it)).toEqual({
      roas: 2.5,
      roi: 1.5,
      costPerNew: 4_000,
      costPerReturning: 2_500,
      certainShare: 0.8,
    })
  })

  test('are no value where nothing was spent, nobody gave, or some of it was paid in another currency', () => {
    const none = { roas: null, roi: null, costPerNew: null, costPerReturning: null }
    expect(ratesOf(tally({ net: 500, certain: 0 }))).toEqual({ ...none, certainShare: 0 })
    expect(ratesOf(tally({ net: 500, spend: 100, otherSpend: true }))).toMatchObject(none)
    expect(ratesOf(tally({ spend: 100 }))).toEqual({ ...none, roas: 0, roi: -1, certainShare: null })
  })

  test('are below zero where more was given back than given', () => {
    expect(ratesOf(tally({ spend: 100, net: -50, certain: -50 }))).toMatchObject({ roas: -0.5, certainShare: null })
  })
})

test('tallies add up', () => {
  const sum = emptyTally()
  addTally(sum, tally({ spend: 1, net: 2, micro: { new: 3, returning: 4, monthly: 5 } }))
  addTally(sum, tally({ spend: 10, otherSpend: true, sent: 7, micro: { new: 30, returning: 40, monthly: 50 } }))
  expect(sum).toEqual(
    tally({ spend: 11, otherSpend: true, net: 2, sent: 7, micro: { new: 33, returning: 44, monthly: 55 } }),
  )
})
