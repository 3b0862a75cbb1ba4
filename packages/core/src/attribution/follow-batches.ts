import type { Queue } from '../jobs/index.ts'
import { afterTimeout, type After, type Notifier } from '../notify/index.ts'

/** What follows from facts. */
const followers = ['attribute', 'segment-people'] as const
/** At most one nudge of each a second for a tenant, the last one after the last batch. */
const gapMs = 1_000

/**
 * Nudges what follows from facts whenever a batch is told of. A nudge that is lost with its process comes with the next batch, or by
 * the schedule.
 */
export function followBatches(notifier: Notifier, queue: Queue, after: After = afterTimeout): Notifier {
  const resting = new Map<string, { again: boolean; cancel: () => void }>()
  const nudge = (tenantId: string) => {
    for (const kind of followers) queue.add({ tenantId, kind, attempt: 0 }).catch(() => {})
    const cancel = after(gapMs, () => {
      const again = resting.get(tenantId)?.again
      resting.delete(tenantId)
      if (again) nudge(tenantId)
    })
    resting.set(tenantId, { again: false, cancel })
  }
  return {
    tell(news) {
      notifier.tell(news)
      if (news.kind !== 'batch' && news.kind !== 'events') return
      const rest = resting.get(news.tenantId)
      if (rest) rest.again = true
      else nudge(news.tenantId)
    },
    async close() {
      for (const { cancel } of resting.values()) cancel()
      resting.clear()
      await notifier.close()
    },
  }
}
