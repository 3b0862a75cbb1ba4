import { checkAttributionLaws } from '../../packages/core/src/attribution/testing/attribution-laws.ts'
import { openBareHouse, type BareHouse } from '../bare-house.ts'
import type { Proof } from '../proof.ts'

let house: BareHouse | undefined

/** Each chunk is one seed of the generator. */
export const proof: Proof = {
  id: 'attribution-laws',
  claim:
    'random histories of touches, gifts, plans, refunds bit by bit, late creatives, merges and changes of model: credit is money to the cent on every day, kept step by step as a rebuild derives it, in any order of arrival',
  cases: 500,
  chunk: 10,
  async check(from, count, say) {
    house ??= await openBareHouse()
    await checkAttributionLaws(house, { seed: from, runs: count })
    say(`seed ${from}: ${count} histories`)
  },
  async close() {
    await house?.close()
    house = undefined
  },
}
