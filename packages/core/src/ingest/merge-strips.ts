import type { Door } from '@throughline/db'
import { mergeClosedActivity } from '../events/index.ts'
import type { Handler } from '../jobs/index.ts'
import { mergeClosedDays } from '../ledger/index.ts'
import { jobOf } from './inbox.store.ts'

const daysAtOnce = 50
const dayMs = 86_400_000

/** Merges the strips of days that are over, everywhere on earth, from their pieces into whole ones. */
export function mergeStrips({ door, now }: { door: Door; now: () => Date }): Handler {
  return async ({ tenantId }, { until, signal }) => {
    for (;;) {
      const before = new Date(now().getTime() - dayMs).toISOString().slice(0, 10)
      const merged = await door.withTenant(jobOf(tenantId, 'merge-strips'), tenantId, async (inside) =>
        Math.max(
          await mergeClosedDays(inside, before, daysAtOnce),
          await mergeClosedActivity(inside, before, daysAtOnce),
        ),
      )
      if (merged < daysAtOnce) return 'done'
      if (signal.aborted || now() >= until) return 'again'
    }
  }
}
