import type { Inside } from '@throughline/db'
import { fxRates, inCurrency, type DaySum } from '../ledger/index.ts'

/**
 * Sums restated in the tenant's currency by each day's rate. Those whose rate is missing come back as they are: figures in money
 * over their days then have no value. Rates are looked up only where another currency occurs, which is seldom.
 */
export async function inTenantCurrency(
  inside: Pick<Inside, 'db'>,
  sums: DaySum[],
  currency: string,
): Promise<DaySum[]> {
  const days = sums.filter((sum) => sum.currency !== currency).map(({ day }) => day)
  const [from, to] = [days.reduce(earlier, '9999'), days.reduce(later, '')]
  return days.length === 0 ? sums : inCurrency(sums, currency, await fxRates(inside, { from, to, currency })).rows
}

const earlier = (a: string, b: string) => (a < b ? a : b)
const later = (a: string, b: string) => (a > b ? a : b)
