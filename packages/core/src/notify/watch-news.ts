import type { Queue } from '../jobs/index.ts'
import type { Notifier } from './notifier.ts'

/** At most one nudge in so long for a tenant; the watch rests between looks by itself, and comes by schedule. */
const gapMs = 10_000

/** Nudges the watch where something changed that a rule may be about. */
export function watchNews(notifier: Notifier, queue: Queue, now: () => Date): Notifier {
  const last = new Map<string, number>()
  return {
    tell(news) {
      notifier.tell(news)
      const { tenantId, kind } = news
      if (kind === 'alerts' || kind === 'access' || kind === 'settings') return
      const at = now().getTime()
      if (at - (last.get(tenantId) ?? -gapMs) < gapMs) return
      last.set(tenantId, at)
      queue.add({ tenantId, kind: 'watch', attempt: 0 }, { at: new Date(at + gapMs), keepTime: true }).catch(() => {})
    },
    close: () => notifier.close(),
  }
}
