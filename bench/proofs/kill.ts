import { killStory } from '../kill-story.ts'
import type { Proof } from '../proof.ts'

/** One case is one whole story: 2,000 webhooks, five kills. */
export const proof: Proof = {
  id: 'kill',
  claim:
    '2,000 webhooks while the server is killed with kill -9 five times: every one answered 2xx is counted exactly once',
  cases: 1,
  chunk: 1,
  check: (_from, _count, say) => killStory({ webhooks: 2000, kills: 5, senders: 8 }, say),
}
