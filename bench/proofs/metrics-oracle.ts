import { checkChangeDays } from '../../packages/core/src/metrics/testing/change-day-laws.ts'
import { checkOracleLaws } from '../../packages/core/src/metrics/testing/oracle-laws.ts'
import type { TruthHouse } from '../../packages/core/src/metrics/testing/tell-truth.ts'
import { changeDays } from '../../packages/world/src/oracle/index.ts'
import { openBareHouse, type BareHouse } from '../bare-house.ts'
import type { Proof } from '../proof.ts'

let house: BareHouse | undefined

/** One case is one small random tenant; its seed is its number, and its zone goes round by it. */
export const proof: Proof = {
  id: 'metrics-oracle',
  claim:
    'small random tenants told by the front door in several arrivals: each metric equals an oracle’s for random ranges, filters, rows, models, windows and earlier batches (money and counts exactly, fractions to 1e-12); hours of days of 23 to 26 hours sum to the day in fifteen zones',
  cases: 1_000,
  chunk: 10,
  async check(from, count, say) {
    house ??= await openBareHouse()
    const laws: TruthHouse = house
    const { figures, valued, refused } = await checkOracleLaws(laws, { from, count, questions: 3 })
    const day = (from / count) % changeDays
    const hours = Number.isInteger(day) ? await checkChangeDays(laws, { from: day, count: 1 }) : 0
    const values = [...valued.values()].reduce((sum, n) => sum + n, 0)
    say(`seeds from ${from}: ${figures} figures, ${values} with a value, ${refused} not to be asked so, ${hours} hours`)
  },
  async close() {
    await house?.close()
    house = undefined
  },
}
