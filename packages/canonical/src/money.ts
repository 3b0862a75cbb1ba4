import { z } from 'zod'

/**
 * ISO 4217 minor-unit exponents that differ from 2. Source: ISO 4217:2015 table A.1.
 */
const exponents: Readonly<Record<string, number>> = {
  BHD: 3,
  BIF: 0,
  CLF: 4,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  IQD: 3,
  ISK: 0,
  JOD: 3,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  PYG: 0,
  RWF: 0,
  TND: 3,
  UGX: 0,
  UYI: 0,
  UYW: 4,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
}

const known = new Set(Intl.supportedValuesOf('currency'))

/** An ISO 4217 code in upper case. */
export const Currency = z.string().refine((code) => known.has(code), 'an ISO 4217 currency code')
export type Currency = z.infer<typeof Currency>

/** An exact amount: a safe integer count of the currency's minor unit (cents for USD, yen for JPY). */
export const Money = z.object({ minor: z.number().int().refine(Number.isSafeInteger), currency: Currency })
export type Money = z.infer<typeof Money>

/** How many decimal places the currency's minor unit stands for. */
export function minorUnitExponent(currency: Currency): number {
  return exponents[currency] ?? 2
}

/**
 * Reads a decimal amount exactly, without passing through binary fractions.
 * Accepts `"25.77"`, `"5.0"`, `"250"`, `-3` and JSON numbers.
 * @throws RangeError where the text is not a plain decimal, has more places than the currency, or is not a safe integer.
 * @example parseMoney('25.7', 'USD') // { minor: 2570, currency: 'USD' }
 */
export function parseMoney(decimal: string | number, currency: Currency): Money {
  const text = typeof decimal === 'number' ? plainDecimal(decimal) : decimal.trim()
  const match = /^([+-]?)(\d+)(?:\.(\d*))?$/.exec(text)
  if (!match) throw new RangeError('not a decimal amount')
  const [, sign, whole = '', fraction = ''] = match
  const places = minorUnitExponent(currency)
  const significant = fraction.replace(/0+$/, '')
  if (significant.length > places) throw new RangeError(`more than ${places} decimal places for ${currency}`)
  const minor = Number(whole + significant.padEnd(places, '0'))
  if (!Number.isSafeInteger(minor)) throw new RangeError('amount too large')
  return { minor: sign === '-' && minor !== 0 ? -minor : minor, currency }
}

/** JSON numbers print their shortest decimal form; exponents (1e21) are no amounts of money. */
function plainDecimal(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError('not a decimal amount')
  return String(value)
}

/** Minor units as a plain decimal string, for example `2570` USD is `"25.70"`. */
export function formatDecimal({ minor, currency }: Money): string {
  const places = minorUnitExponent(currency)
  const digits = String(Math.abs(minor)).padStart(places + 1, '0')
  const sign = minor < 0 ? '-' : ''
  if (places === 0) return sign + digits
  return `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`
}

/** The amount with its sign turned; never minus zero. */
export function negate({ minor, currency }: Money): Money {
  return { minor: minor === 0 ? 0 : -minor, currency }
}
