import type { Day } from '@throughline/canonical'
import { instantOf, sql, type Inside } from '@throughline/db'
import { tiers, type Tier } from '../attribution/evidence.ts'
import type { DaySums, MatchReport, QualityDrop } from './match-report.ts'
import { noSums, type TierSum, type TierSums } from './quality.ts'

interface Row extends Record<string, unknown> {
  report_no: number
  made_at: string
  batch: string
  from_day: string
  to_day: string
  before: TierSums
  after: TierSums
  found: { drop: QualityDrop | null }
}
type Writing = Pick<Inside, 'db' | 'tenantId'>

/** Gifts and net by day and tier, of gifts in the tenant's currency. */
export async function daySums({ db }: Pick<Inside, 'db'>, { from, to }: { from: Day; to: Day }): Promise<DaySums> {
  const rows = await db.execute<{ day: string; tier: number; gifts: number; net: string }>(sql`
    select day::text as day, tier, count(*)::int as gifts, sum(net)::bigint as net from journey
    where day between ${from}::date and ${to}::date and happened_at >= ${from}::date - interval '2 days'
      and happened_at < ${to}::date + interval '3 days' and currency = (select currency from tenant)
      and type <> 'won'
    group by day, tier order by day`)
  const days: Record<string, Record<Tier, TierSum>> = {}
  for (const { day, tier, gifts, net } of rows) {
    const sums = (days[day] ??= noSums())
    sums[tiers[tier] ?? 'none'] = { gifts, net: Number(net) }
  }
  return days
}

/**
 * Whether gifts have been followed back as far as the facts go, and nobody is being gone through again. Batches of attribution itself
 * and of events lie after that, and change no journey.
 */
export async function attributedTo({ db }: Pick<Inside, 'db'>, batch: number): Promise<boolean> {
  const rows = await db.execute<{ waiting: boolean }>(sql`
    select h.swept_to is not null or h.looked_up_to is not null
      or exists (select 1 from fact f where f.batch > h.batch and f.batch <= ${batch}::bigint) as waiting from attribution_head h`)
  return rows[0]?.waiting === false
}

/** What the last report knew; nothing before there is one. */
export async function lastReport({
  db,
}: Pick<Inside, 'db'>): Promise<{ reportNo: number; days: DaySums; drop: QualityDrop | null }> {
  const [row] = await db.execute<{ report_no: number; days: DaySums; found: { drop: QualityDrop | null } }>(
    sql`select report_no, days, found from match_report order by tenant_id desc, report_no desc limit 1`,
  )
  return row ? { reportNo: row.report_no, days: row.days, drop: row.found.drop } : { reportNo: 0, days: {}, drop: null }
}

/** The ledger's lock is held: no number is given twice. */
export async function writeReport(
  { db, tenantId }: Writing,
  { days, drop, ...report }: MatchReport & { days: DaySums },
): Promise<void> {
  await db.execute(sql`
    insert into match_report (tenant_id, report_no, made_at, batch, from_day, to_day, before, after, days, found)
    values (${tenantId}, ${report.reportNo}::int, ${report.madeAt}::timestamptz, ${report.batch}::bigint, ${report.fromDay}::date,
      ${report.toDay}::date, ${JSON.stringify(report.before)}::text::jsonb, ${JSON.stringify(report.after)}::text::jsonb,
      ${JSON.stringify(days)}::text::jsonb, ${JSON.stringify({ drop })}::text::jsonb)`)
}

/** The last reports, the newest first. */
export async function matchReports({ db }: Pick<Inside, 'db'>, limit: number): Promise<MatchReport[]> {
  const rows =
    await db.execute<Row>(sql`select report_no, made_at, batch, from_day::text as from_day, to_day::text as to_day, before, after, found from match_report
    order by tenant_id desc, report_no desc limit ${limit}::int`)
  return rows.map((row) => ({
    ...{ reportNo: row.report_no, madeAt: instantOf(row.made_at), batch: Number(row.batch) },
    ...{ fromDay: row.from_day, toDay: row.to_day, before: row.before, after: row.after, drop: row.found.drop },
  }))
}
