import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { estimateFee, feeAsStated, feeFromNet } from './fee.ts'

const usd = (minor: number) => ({ minor, currency: 'USD' })

describe('the fee of a line item', () => {
  test('is estimated at 3.95 %, half up to the cent', () => {
    expect([2_500, 200, 1_000, 5_000, 0, 1].map((minor) => estimateFee(usd(minor)).amount.minor)).toEqual([
      99, 8, 40, 198, 0, 0,
    ])
    expect(estimateFee(usd(10_000)).amount.minor).toBe(395)
    expect(estimateFee(usd(1_000_000)).estimated).toBe(true)
  })

  test('is what ActBlue leaves out of its net, where it says so', () => {
    expect(feeFromNet(usd(2_500), '24.01')).toEqual({ amount: usd(99), estimated: false })
    expect(feeFromNet(usd(2_500), 24)).toEqual({ amount: usd(100), estimated: false })
    expect(feeFromNet(usd(2_500), undefined)).toEqual({ amount: usd(99), estimated: true })
  })

  test('is estimated where the net makes no sense', () => {
    expect(feeFromNet(usd(2_500), '30.00').estimated).toBe(true)
  })

  test('is final as the report states it', () => {
    expect(feeAsStated(usd(2_500), '0.98')).toEqual({ amount: usd(98), estimated: false })
    expect(feeAsStated(usd(2_500), undefined).estimated).toBe(true)
  })

  test('per line may differ from the fee of the sum by a cent a line, never more', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 500_000 }), { minLength: 1, maxLength: 8 }), (lines) => {
        const each = lines.reduce((sum, minor) => sum + estimateFee(usd(minor)).amount.minor, 0)
        const whole = estimateFee(usd(lines.reduce((sum, minor) => sum + minor, 0))).amount.minor
        expect(Math.abs(each - whole)).toBeLessThanOrEqual(lines.length)
      }),
    )
  })
})
