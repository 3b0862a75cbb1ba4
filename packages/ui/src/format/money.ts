import { numberFormat } from './intl.ts'

/** An exact amount: an integer count of the currency's minor unit (cents for USD, yen for JPY). */
export interface Money {
  minor: number
  currency: string
}

/** A figure in two ranks of loudness: what is read first, and the cents after it. */
export interface FigureText {
  main: string
  cents: string
}

/** How many decimals the currency's minor unit stands for, by ISO 4217 as Intl knows it. */
export function currencyPlaces(currency: string): number {
  return numberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
}

/** The amount as an exact decimal string: 2570 USD is `25.70`. Never through binary fractions. */
export function decimalOf({ minor, currency }: Money): `${number}` {
  const places = currencyPlaces(currency)
  const digits = String(Math.abs(minor)).padStart(places + 1, '0')
  const sign = minor < 0 ? '-' : ''
  const text = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`
  return `${sign}${text}` as `${number}`
}

function moneyFormatter(money: Money, locale: string, cents: boolean, signed: boolean): Intl.NumberFormat {
  const places = cents ? currencyPlaces(money.currency) : 0
  return numberFormat(locale, {
    style: 'currency',
    currency: money.currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: places,
    maximumFractionDigits: places,
    signDisplay: signed ? 'exceptZero' : 'auto',
  })
}

/** Intl's minus is a hyphen in many locales; a true minus lines up with the plus. */
const withTrueMinus = (text: string) => text.replace('-', '−')

/**
 * Money as people write it in `locale`.
 * @param cents whether the minor unit is shown: where figures reconcile, and nowhere else.
 * @param signed puts a plus before a gain, for differences.
 * @example formatMoney({ minor: 2570, currency: 'USD' }, 'en-US', { cents: true }) // $25.70
 */
export function formatMoney(money: Money, locale: string, { cents = false, signed = false } = {}): string {
  return withTrueMinus(moneyFormatter(money, locale, cents, signed).format(decimalOf(money)))
}

/** The same amount in two parts, so that the cents can be set smaller without being lost. */
export function formatMoneyParts(money: Money, locale: string): FigureText {
  const parts = moneyFormatter(money, locale, true, false).formatToParts(decimalOf(money))
  const from = parts.findIndex((part) => part.type === 'decimal')
  if (from < 0) return { main: withTrueMinus(parts.map((part) => part.value).join('')), cents: '' }
  const to = parts.findLastIndex((part) => part.type === 'fraction') + 1
  const text = (some: Intl.NumberFormatPart[]) => withTrueMinus(some.map((part) => part.value).join(''))
  // A symbol that follows the amount (25,70 €) stays with the cents: order is the locale's business.
  return { main: text(parts.slice(0, from)), cents: text(parts.slice(from, to)) + text(parts.slice(to)) }
}

/** Money for an axis: `$1.5M`, `$30k` as the locale shortens it. */
export function formatMoneyShort(money: Money, locale: string): string {
  return withTrueMinus(
    numberFormat(locale, {
      style: 'currency',
      currency: money.currency,
      currencyDisplay: 'narrowSymbol',
      notation: 'compact',
      maximumFractionDigits: 1,
      minimumFractionDigits: 0,
    }).format(decimalOf(money)),
  )
}

/**
 * What one of many cost, often less than a cent: up to two places more than the currency's own.
 * @param minor in minor units, with a fraction
 * @example formatFineMoney(1.37, 'USD', 'en-US') // $0.0137
 */
export function formatFineMoney(minor: number, currency: string, locale: string): string {
  const places = currencyPlaces(currency)
  const format = numberFormat(locale, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: places,
    maximumFractionDigits: places + 2,
  })
  return withTrueMinus(format.format(minor / 10 ** places))
}
