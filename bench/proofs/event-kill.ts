import { eventKillStory } from '../event-kill-story.ts'
import type { Proof } from '../proof.ts'

/** A case is a story of ten kills. */
export const proof: Proof = {
  id: 'event-kill',
  claim:
    'Events are posted while the server is killed with kill -9 a hundred times and clients retry: no acknowledged event is missing, none is there twice',
  cases: 10,
  chunk: 1,
  check: (_from, count, say) => eventKillStory({ kills: 10 * count, batchesAKill: 12, batch: 100, senders: 6 }, say),
}
