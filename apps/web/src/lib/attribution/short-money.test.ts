import { expect, test } from 'vitest'
import { shortMoney } from './short-money.ts'

test('large sums are shortened, small ones are whole', () => {
  expect([24_012, 999_900, 18_119_400].map((minor) => shortMoney({ minor, currency: 'USD' }, 'en-US'))).toEqual([
    ...['$240', '$9,999', '$181.2K'],
  ])
})
