import { minorUnitExponent, type Money } from '@throughline/canonical'

/**
 * An amount that Salesforce gives as a number, in minor units. It keeps more places than some currencies have; half a unit and more
 * is rounded up, away from zero.
 * @throws RangeError where it is too large to be exact
 * @example moneyOf(12500.005, 'USD') // { minor: 1250001, currency: 'USD' }
 */
export function moneyOf(amount: number, currency: string): Money {
  const places = minorUnitExponent(currency)
  const text = String(Math.abs(amount))
  const [whole = '0', fraction = ''] = text.split('.')
  // One more place than the currency has, as a whole number: what decides the rounding, exactly.
  const tenths = text.includes('e')
    ? Math.round(Math.abs(amount) * 10 ** (places + 1))
    : Number(whole + fraction.padEnd(places + 1, '0').slice(0, places + 1))
  const minor = Math.floor((tenths + 5) / 10)
  if (!Number.isSafeInteger(tenths)) throw new RangeError('amount too large')
  return { minor: amount < 0 && minor !== 0 ? -minor : minor, currency }
}

export const moneyIfAny = (amount: number | undefined, currency: string): Money | undefined =>
  amount === undefined ? undefined : moneyOf(amount, currency)
