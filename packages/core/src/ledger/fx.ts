import { minorUnitExponent, type Day } from '@throughline/canonical'

/** A rate of one day: 1 unit of `from` = `rate` of `to`, as a decimal text, exact. */
export interface FxRate {
  day: Day
  from: string
  to: string
  rate: string
}

/**
 * Sums in one currency; where rates are missing, of which days and currencies, and those rows as they were, for what can be said
 * of the other days: never a sum across currencies.
 */
export type InCurrency<Row> =
  { ok: true; rows: Row[] } | { ok: false; why: 'rate_missing'; missing: { day: Day; currency: string }[]; rows: Row[] }

/**
 * Restates sums in one currency by the rate of each day. Each row is rounded to the minor unit once, halves to even, so that rows
 * shown add up to the total shown.
 */
export function inCurrency<Row extends { day: Day; currency: string; minor: number }>(
  rows: readonly Row[],
  currency: string,
  rates: readonly FxRate[],
): InCurrency<Row> {
  const byDay = new Map(
    rates.filter(({ to }) => to === currency).map((each) => [`${each.day} ${each.from}`, each.rate]),
  )
  const missing = new Map<string, { day: Day; currency: string }>()
  const restated = rows.map((row) => {
    if (row.currency === currency) return row
    const rate = byDay.get(`${row.day} ${row.currency}`)
    if (rate === undefined) {
      missing.set(`${row.day} ${row.currency}`, { day: row.day, currency: row.currency })
      return row
    }
    return { ...row, currency, minor: convert(row.minor, row.currency, currency, rate) }
  })
  return missing.size > 0
    ? { ok: false, why: 'rate_missing', missing: [...missing.values()], rows: restated }
    : { ok: true, rows: restated }
}

/**
 * Minor units of one currency in minor units of another, exact until rounded once, halves to even.
 * @throws RangeError where the rate is no positive decimal or the result no safe integer
 */
export function convert(minor: number, from: string, to: string, rate: string): number {
  const match = /^(\d+)(?:\.(\d+))?$/.exec(rate)
  const [whole, fraction = ''] = match ? [match[1] ?? '', match[2]] : ['']
  const scaled = BigInt(whole + fraction || '0')
  if (!match || scaled <= 0n) throw new RangeError('not a rate')
  const places = minorUnitExponent(from) - minorUnitExponent(to) + fraction.length
  const product = BigInt(minor) * scaled
  const exact = places >= 0 ? divideHalfEven(product, 10n ** BigInt(places)) : product * 10n ** BigInt(-places)
  const result = Number(exact)
  if (!Number.isSafeInteger(result)) throw new RangeError('amount too large')
  return result
}

function divideHalfEven(dividend: bigint, divisor: bigint): bigint {
  const sign = dividend < 0n ? -1n : 1n
  const absolute = dividend * sign
  const [quotient, twice] = [absolute / divisor, (absolute % divisor) * 2n]
  const up = twice > divisor || (twice === divisor && quotient % 2n === 1n)
  return sign * (up ? quotient + 1n : quotient)
}
