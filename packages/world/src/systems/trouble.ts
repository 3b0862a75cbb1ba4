import type { Fault } from '@throughline/connector-kit/testing'
import { createRng } from '@throughline/stats'

/** What every outside system has now and then: one request in sixty is told to wait, one in a hundred and fifty meets a 5xx. */
export function troubleOf(seed: string): () => Fault | undefined {
  const rng = createRng(`trouble ${seed}`)
  return () => {
    const luck = rng.float()
    if (luck < 1 / 60) return { type: 'status', status: 429, retryAfter: '2' }
    return luck < 1 / 60 + 1 / 150 ? { type: 'status', status: 503 } : undefined
  }
}
