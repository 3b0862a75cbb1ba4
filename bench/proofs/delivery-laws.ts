import { checkDeliveryLaws } from '../../packages/core/src/attribution/delivery/testing/delivery-laws.ts'
import { openBareHouse, type BareHouse } from '../bare-house.ts'
import type { Proof } from '../proof.ts'

let house: BareHouse | undefined

/** Each chunk is one seed of the generator. */
export const proof: Proof = {
  id: 'delivery-laws',
  claim:
    'random histories of spend that is restated, broken down and withdrawn, texts, ads and campaigns read late, and other zones: spend is money to the cent at every batch, kept as an oracle and a rebuild have it, in any order of arrival',
  cases: 500,
  chunk: 10,
  async check(from, count, say) {
    house ??= await openBareHouse()
    await checkDeliveryLaws(house, { seed: from, runs: count })
    say(`seed ${from}: ${count} histories`)
  },
  async close() {
    await house?.close()
    house = undefined
  },
}
