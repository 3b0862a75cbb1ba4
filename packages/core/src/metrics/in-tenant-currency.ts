import type { Inside } from '@throughline/db'
import { fxRates, inCurrency, type DaySum } from '../ledger/index.ts'
import type { DayRange } from './compared-range.ts'

/**
 * Sums restated in the tenant's currency by each day's rate. Where a rate is missing they come back as they are: then figures in
 * money have no value. Rates are looked up only where another currency occurs, which is seldom.
 */
export async function inTenantCurrency(
  inside: Pick<Inside, 'db'>,
  sums: DaySum[],
  currency: string,
  range: DayRange,
): Promise<DaySum[]> {
  if (sums.every((sum) => sum.currency === currency)) return sums
  const restated = inCurrency(sums, currency, await fxRates(inside, { ...range, currency }))
  return restated.ok ? restated.rows : sums
}
