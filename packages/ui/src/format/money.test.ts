import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decimalOf, formatFineMoney, formatMoney, formatMoneyParts, formatMoneyShort } from './money.ts'

test('money is written whole, and to the cent where it reconciles', () => {
  expect(formatMoney({ minor: 141238627, currency: 'USD' }, 'en-US')).toBe('$1,412,386')
  expect(formatMoney({ minor: 141238627, currency: 'USD' }, 'en-US', { cents: true })).toBe('$1,412,386.27')
  expect(formatMoney({ minor: 500, currency: 'JPY' }, 'en-US', { cents: true })).toBe('¥500')
})

test('a difference carries its sign, with a true minus', () => {
  expect(formatMoney({ minor: 1250, currency: 'USD' }, 'en-US', { cents: true, signed: true })).toBe('+$12.50')
  expect(formatMoney({ minor: -1250, currency: 'USD' }, 'en-US', { cents: true, signed: true })).toBe('−$12.50')
  expect(formatMoney({ minor: 0, currency: 'USD' }, 'en-US', { cents: true, signed: true })).toBe('$0.00')
})

test('the two parts of a figure join to the whole, whichever side the symbol stands on', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -(10 ** 14), max: 10 ** 14 }),
      fc.constantFrom('USD', 'EUR', 'JPY'),
      fc.constantFrom('en-US', 'de-DE', 'fr-FR', 'ja-JP'),
      (minor, currency, locale) => {
        const { main, cents } = formatMoneyParts({ minor, currency }, locale)
        expect(main + cents).toBe(formatMoney({ minor, currency }, locale, { cents: true }))
      },
    ),
  )
})

test('the decimal of any safe amount reads back to the same amount', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), (minor) => {
      const [whole = '', cents = ''] = decimalOf({ minor, currency: 'USD' }).split('.')
      expect(Number(whole.replace('-', '') + cents) * (minor < 0 ? -1 : 1)).toBe(minor)
    }),
  )
})

test('an axis says thousands and millions', () => {
  expect(formatMoneyShort({ minor: 150_000_000, currency: 'USD' }, 'en-US')).toBe('$1.5M')
  expect(formatMoneyShort({ minor: 3_000_000, currency: 'USD' }, 'en-US')).toBe('$30K')
})

test('what one of many cost is shown below the cent, and no longer than it is', () => {
  expect(formatFineMoney(1.37, 'USD', 'en-US')).toBe('$0.0137')
  expect(formatFineMoney(250, 'USD', 'en-US')).toBe('$2.50')
  expect(formatFineMoney(1.5, 'JPY', 'en-US')).toBe('¥1.5')
})
