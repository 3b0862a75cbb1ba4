import type { Door } from '@throughline/db'
import { forgetProofs } from '../connections/completeness.store.ts'
import { forgetSecretsOfGivenUp } from '../connections/connection.store.ts'
import { dropOldFiles } from '../events/import/index.ts'
import { undoSince } from '../connections/reconnect.ts'
import { ensureMonths, forgetEventDeliveries, forgetRejections } from '../events/index.ts'
import { forgetRepeats } from '../quality/sources/repeat-count.store.ts'
import { forgetServiceMinutes } from '../quality/service/service-minute.store.ts'
import type { Handler } from '../jobs/index.ts'
import { forgetTold } from '../notify/index.ts'
import { forgetDeliveries, jobOf } from './inbox.store.ts'
import { forgetSettled } from './quarantine.store.ts'

/** Raw bodies, and rows that were settled, are kept so long. */
const keptDays = 35
const atOnce = 1_000
/** What sources counted is kept so long. */
const proofDays = 365
/** What answering came to, by the minute. */
const serviceDays = 90
/** Whom alerts that are over were told to. */
const toldDays = 90

/**
 * Forgets raw bodies and settled rows whose time is over, a thousand at a time, and the credentials of what was given up and cannot be
 * taken up again. What waits or is open stays.
 */
export function forgetOld({ door, now }: { door: Door; now: () => Date }): Handler {
  return async ({ tenantId }, { until, signal }) => {
    // Daily, so that no event ever waits for its month.
    await ensureMonths(
      door.database,
      [0, 31].map((days) => now().getTime() + days * 86_400_000),
      now(),
    )
    for (;;) {
      const before = new Date(now().getTime() - keptDays * 86_400_000)
      const most = await door.withTenant(jobOf(tenantId, 'retention'), tenantId, async (inside) =>
        Math.max(
          await forgetDeliveries(inside, before, atOnce),
          await forgetSettled(inside, before, atOnce),
          await dropOldFiles(inside, before, atOnce),
          await forgetEventDeliveries(inside, before, atOnce),
          await forgetRejections(inside, before, atOnce),
          await forgetSecretsOfGivenUp(inside, undoSince(now())),
          await forgetProofs(inside, new Date(now().getTime() - proofDays * 86_400_000)),
          await forgetRepeats(inside, new Date(now().getTime() - proofDays * 86_400_000)),
          await forgetTold(inside, new Date(now().getTime() - toldDays * 86_400_000), atOnce),
          await forgetServiceMinutes(inside, new Date(now().getTime() - serviceDays * 86_400_000), atOnce),
        ),
      )
      if (most < atOnce) return 'done'
      if (signal.aborted || now() >= until) return 'again'
    }
  }
}
