import { eventRequestsStory } from '../event-requests-story.ts'
import { startProduct, type Product } from '../product.ts'
import type { Proof } from '../proof.ts'

const requestsACase = 1_000
let product: Promise<Product> | undefined

/** A case is a thousand requests; its seed is its number. */
export const proof: Proof = {
  id: 'event-requests',
  claim:
    '100,000 generated requests of events, at least 30 % of them good: none is answered 5xx, and what was accepted is there, with its own client',
  cases: 100,
  chunk: 5,
  async check(from, count, say) {
    process.env['THROUGHLINE_EVENTS_PER_SECOND'] = '1000000'
    product ??= startProduct()
    for (let seed = from; seed < from + count; seed++)
      await eventRequestsStory(await product, { seed, requests: requestsACase, senders: 8 }, say)
  },
  async close() {
    await (await product)?.stop()
  },
}
