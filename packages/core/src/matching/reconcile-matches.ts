import type { Door, Inside } from '@throughline/db'
import { tiers } from '../attribution/evidence.ts'
import { emitEvents } from '../events/index.ts'
import { jobOf } from '../ingest/inbox.store.ts'
import type { Handler } from '../jobs/index.ts'
import { batchAt, lockLedger, zoneAt } from '../ledger/index.ts'
import type { Notifier } from '../notify/index.ts'
import { attributedTo, daySums, lastReport, writeReport } from './match-report.store.ts'
import { compareDays, type MatchReport } from './match-report.ts'

export interface ReconcileMatchesDeps {
  door: Door
  now: () => Date
  notifier: Pick<Notifier, 'tell'>
}

/** Days that a report looks at: as long as ads are looked back on. */
const lookedAt = 90

/**
 * Reports what links that were found since the last report changed, day by day, and says as an event of the system where the share of
 * money that is tied for certain fell by a fifth. Finding them is what follows every batch; this only measures.
 */
export function reconcileMatches({ door, now, notifier }: ReconcileMatchesDeps): Handler {
  return async ({ tenantId }) => {
    const found = await door.withTenant(jobOf(tenantId, 'reconcile-matches'), tenantId, (inside) =>
      report(inside, now()),
    )
    if (found === 'behind') return 'done'
    if (found.told) notifier.tell({ tenantId, kind: 'events' })
    return 'done'
  }
}

/**
 * One report, in the transaction that it is handed: `behind` where gifts are still being followed back, so that nothing half done is
 * reported; the schedule comes again.
 */
export async function report(inside: Inside, now: Date): Promise<'behind' | { report: MatchReport; told: boolean }> {
  await lockLedger(inside)
  const { batch } = await batchAt(inside)
  if (!(await attributedTo(inside, batch))) return 'behind'
  const today = Temporal.Instant.from(now.toISOString())
    .toZonedDateTimeISO(await zoneAt(inside))
    .toPlainDate()
  const range = { from: today.subtract({ days: lookedAt }).toString(), to: today.toString() }
  const [last, days] = [await lastReport(inside), await daySums(inside, range)]
  const compared = compareDays(last.days, days)
  const made: MatchReport = {
    ...{ reportNo: last.reportNo + 1, madeAt: now.toISOString(), batch, fromDay: range.from, toDay: range.to },
    ...compared,
  }
  // What was said yesterday is not said again while it lasts.
  const isNews = compared.drop !== null && last.drop?.where !== compared.drop.where
  if (compared.drop && isNews)
    await emitEvents(
      inside,
      [
        {
          type: 'anomaly_detected',
          of: `match quality ${inside.tenantId} ${made.reportNo}`,
          at: now,
          properties: {
            ...{ metric_id: 'deterministic_share', anomaly_type: 'drop', anomaly_severity: 'warning' },
            ...{ expected_value: compared.drop.from, actual_value: compared.drop.to },
            percentage_deviation: (compared.drop.to / compared.drop.from - 1) * 100,
            affected_records: tiers.reduce((sum, tier) => sum + compared.after[tier].gifts, 0),
          },
        },
      ],
      now,
    )
  await writeReport(inside, { ...made, days })
  return { report: made, told: isNews }
}
