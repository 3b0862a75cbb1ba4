import type { Day } from '@throughline/canonical'
import type { Actor, Door, Inside } from '@throughline/db'
import { checkRange } from '../metrics/compared-range.ts'
import { todayIn } from '../metrics/today.ts'
import { requireMay } from '../tenants/may.ts'
import { dailySeries } from './anomalies/daily-series.store.ts'
import { judgeSeries, type JudgedSeries } from './anomalies/judge-series.ts'
import { readLevels, type Levels } from './freshness/read-levels.ts'
import { tenantOfQuality } from './quality-of.store.ts'
import { reconcileAds, type ReconciledDay } from './reconciliation/ad-days.ts'
import { claimedDays, ownDays, type DayRange } from './reconciliation/claims.store.ts'
import { reconcileDeals } from './reconciliation/deal-days.ts'
import { giftsNear, wonDeals } from './reconciliation/deals.store.ts'
import { failedMinutes, serviceByDay, serviceSums, type ServiceSums } from './service/service-minute.store.ts'
import { measuresOf, type Measure } from './sources/measures.ts'
import { readSourceCounts } from './sources/read-source-counts.ts'

export interface SourceMeasures {
  source: string
  name: string
  connectionId: string | null
  resting: boolean
  measures: Measure[]
}

/** What answering came to: uptime null where nothing was asked. */
export interface ServiceHealth {
  total: ServiceSums
  /** 1 − failed ÷ asked. */
  uptime: number | null
  cpuMsPerCall: number | null
  bytesPerCall: number | null
  days: (ServiceSums & { day: Day })[]
  failures: { minute: string; failed: number; calls: number }[]
}

/** How far what is here can be trusted. */
export interface DataHealth {
  /** The seven measures of every source. @throws Invalid where the range ends before it begins */
  measures(actor: Actor, tenantId: string, range: DayRange): Promise<SourceMeasures[]>
  freshness(actor: Actor, tenantId: string): Promise<Levels>
  anomalies(actor: Actor, tenantId: string): Promise<JudgedSeries[]>
  /** Days of outside systems beside ours, the latest first. @throws Invalid */
  reconciliation(actor: Actor, tenantId: string, range: DayRange): Promise<ReconciledDay[]>
  service(actor: Actor, tenantId: string, range: DayRange): Promise<ServiceHealth>
}

/** Days that a chart shows; what is expected of them is learned from those before. */
const shownDays = 42
const learnedDays = 63

export function createDataHealth({ door, now }: { door: Pick<Door, 'withTenant'>; now: () => Date }): DataHealth {
  const reading = <T>(actor: Actor, tenantId: string, fn: (inside: Inside) => Promise<T>) =>
    door.withTenant(actor, tenantId, (inside) => {
      requireMay(inside.role, 'connections.read')
      return fn(inside)
    })
  return {
    async measures(actor, tenantId, range) {
      checkRange(range)
      return reading(actor, tenantId, (inside) => readMeasures(inside, range, now()))
    },
    freshness: (actor, tenantId) => reading(actor, tenantId, (inside) => readLevels(inside, now())),
    anomalies: (actor, tenantId) => reading(actor, tenantId, (inside) => readAnomalies(inside, now())),
    async reconciliation(actor, tenantId, range) {
      checkRange(range)
      return reading(actor, tenantId, (inside) => readReconciliation(inside, range))
    },
    async service(actor, tenantId, range) {
      checkRange(range)
      return reading(actor, tenantId, (inside) => readService(inside, range, now()))
    },
  }
}

/** The seven measures of every source, in the transaction that it is handed. */
export async function readMeasures(inside: Pick<Inside, 'db'>, range: DayRange, now: Date): Promise<SourceMeasures[]> {
  const { timeZone } = await tenantOfQuality(inside)
  const counts = await readSourceCounts(inside, { ...range, timeZone }, now)
  return counts.map((each) => ({
    ...{ source: each.source, name: each.name, connectionId: each.connectionId, resting: each.resting },
    measures: measuresOf(each, now),
  }))
}

/** Every series judged up to yesterday, in the transaction that it is handed. */
export async function readAnomalies(
  inside: Pick<Inside, 'db'>,
  now: Date,
  shown: number = shownDays,
): Promise<JudgedSeries[]> {
  const { timeZone } = await tenantOfQuality(inside)
  const { day: today } = todayIn(timeZone, now)
  const from = Temporal.PlainDate.from(today)
    .subtract({ days: shown + learnedDays })
    .toString()
  const series = await dailySeries(inside, { from, to: today })
  return series.map((each) => judgeSeries(each, { today, shown }))
}

export async function readReconciliation(inside: Pick<Inside, 'db'>, range: DayRange): Promise<ReconciledDay[]> {
  const { currency } = await tenantOfQuality(inside)
  const [claims, own, deals] = [
    await claimedDays(inside, range),
    await ownDays(inside, range),
    await wonDeals(inside, range),
  ]
  const gifts = await giftsNear(inside, range, [...new Set(deals.flatMap(({ contactNos }) => contactNos))])
  return (
    [
      ...reconcileAds(claims, (source, day) => own.get(`${source} ${day}`), currency),
      ...reconcileDeals(deals, gifts, currency),
    ]
      // Nothing on either side is nothing to reconcile.
      .filter(({ theirs, ours }) => theirs !== 0 || ours !== 0)
      .sort((a, b) => (a.day === b.day ? 0 : a.day < b.day ? 1 : -1))
  )
}

async function readService(inside: Pick<Inside, 'db'>, range: DayRange, now: Date): Promise<ServiceHealth> {
  const { timeZone } = await tenantOfQuality(inside)
  const at = (day: Day, add: number) =>
    new Date(Temporal.PlainDate.from(day).add({ days: add }).toZonedDateTime(timeZone).epochMilliseconds)
  const total = await serviceSums(inside, at(range.from, 0), at(range.to, 1))
  return {
    total,
    uptime: total.calls === 0 ? null : 1 - total.failed / total.calls,
    cpuMsPerCall: total.calls === 0 ? null : total.cpuUs / 1000 / total.calls,
    bytesPerCall: total.calls === 0 ? null : total.bytes / total.calls,
    days: await serviceByDay(inside, range),
    failures: await failedMinutes(inside, new Date(Math.min(at(range.from, 0).getTime(), now.getTime()))),
  }
}
