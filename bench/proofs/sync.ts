import type { Proof } from '../proof.ts'
import { syncStory } from '../sync-story.ts'

/** One case is one story over every connector: ten kills. */
export const proof: Proof = {
  id: 'sync',
  claim:
    'every connector of two clients, one request in ten failing, the worker killed with kill -9 ten times a case: every stream ends equal to what its source holds, by key and content',
  cases: 5,
  chunk: 1,
  check: (seed, _count, say) => syncStory({ seed, kills: 10, faults: 0.1 }, say),
}
