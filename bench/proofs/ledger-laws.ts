import { checkLedgerLaws, type LawHouse } from '../../packages/core/src/ledger/testing/ledger-laws.ts'
import { openBareHouse, type BareHouse } from '../bare-house.ts'
import type { Proof } from '../proof.ts'

let house: BareHouse | undefined

/** One case is one history of about five batches: 10,000 batches in all. Each chunk is one seed of the generator. */
export const proof: Proof = {
  id: 'ledger-laws',
  claim:
    'random histories of gifts, refunds, chargebacks, merges, withdrawn rows and zone changes that go on beside them: sums equal an oracle’s, rebuild agrees, an altered row is named, a batch reads the same for ever',
  cases: 2_000,
  chunk: 20,
  async check(from, count, say) {
    house ??= await openBareHouse()
    const laws: LawHouse = house
    const batches = await checkLedgerLaws(laws, { seed: from, runs: count })
    say(`seed ${from}: ${count} histories, ${batches} batches`)
  },
  async close() {
    await house?.close()
    house = undefined
  },
}
