import type { RecurringPlan } from '@throughline/canonical'
import { instantOf, sql, type Inside, type SQL } from '@throughline/db'
import type { FactCursor } from '../../ledger/index.ts'
import type { PlanHistory } from './mrr-waterfall.ts'
import { aheadHours, graceHours, type PlanState } from './plan-state.ts'

/** Plans as known at a batch, seen from an instant in the tenant's zone. */
export interface PlansAsked {
  batch: number
  at: Date
  timeZone: string
}

/** Plans that stand alike: how many, what they repeat together, and what of it is expected in the days to come. */
export interface PlanSum {
  state: PlanState
  /** Null where nobody said how often, or how much. */
  period: 'weekly' | 'monthly' | null
  currency: string | null
  plans: number
  minor: number
  /** Charges of active plans alone. */
  dueCharges: number
  dueMinor: number
}

export interface PlanRow {
  source: string
  key: string
  happenedAt: string
  contactNo: number | null
  state: PlanState
  chargesMade: number
  value: RecurringPlan
}

/**
 * Charges of the plan `p` as they are known: how many the source said at most, how many there are, and for a history that begins
 * midway the number that the source gave a charge with those after it.
 */
const chargesOf = ({ batch }: PlansAsked): SQL => sql`(
  select greatest(count(*), max(number + later)) as made from (
    select (c.value ->> 'chargeNumber')::int as number, row_number() over (order by c.happened_at desc, c.source_key desc) - 1 as later
    from fact c
    where c.kind = 'conversion' and c.source = p.source and c.refers_to = p.source_key and not c.withdrawn
      and c.value ->> 'status' = 'approved' and c.batch <= ${batch}::bigint
      and not exists (select 1 from fact newer where newer.kind = c.kind and newer.source = c.source and newer.source_key = c.source_key
        and newer.version > c.version and newer.batch <= ${batch}::bigint offset 0)
    offset 0) charge)`

/**
 * Every plan with its state: what `isPlanEnded` and `expectedNextCharge` say of one plan, said of all of them at once (a test holds
 * them together). Charges are counted only where a pledge makes their number decide. Each step is materialized: inlined, each is
 * worked out again wherever the next one names it, which took five times as long.
 */
const plansWithState = (asked: PlansAsked): SQL => {
  const at = sql`${asked.at.toISOString()}::timestamptz`
  return sql`
    effective as materialized (
      select distinct on (f.tenant_id, f.source, f.source_key) f.source, f.source_key, f.happened_at, f.contact_no, f.withdrawn, f.value
      from fact f where f.kind = 'recurring_plan' and f.batch <= ${asked.batch}::bigint
      order by f.tenant_id desc, f.source desc, f.source_key desc, f.version desc),
    told as materialized (
      select p.source, p.source_key, p.happened_at, p.contact_no, p.value, p.value ->> 'period' as period,
        p.value -> 'amount' ->> 'currency' as currency, (p.value -> 'amount' ->> 'minor')::bigint as minor,
        (p.value ->> 'pledged')::int as pledged, (p.value ->> 'cancelledAt')::timestamptz as cancelled_at,
        (p.value ->> 'lastChargeAt')::timestamptz as last_at, (p.value ->> 'sunsetDay')::date as sunset,
        coalesce(p.value ->> 'zone', ${asked.timeZone}) as zone,
        case p.value ->> 'period' when 'weekly' then interval '7 days' when 'monthly' then interval '1 month' end as step,
        greatest((p.value ->> 'chargesMade')::int, case when p.value ? 'pledged' then ${chargesOf(asked)} end, 0) as made
      from effective p where not p.withdrawn and not p.value ? 'stub'),
    timed as materialized (select *, (last_at at time zone zone) + step as next_local from told),
    stated as materialized (
      select *, case
          when cancelled_at is not null and not coalesce(last_at > cancelled_at, false) then 'ended'
          when made >= pledged then 'ended'
          when period = 'weekly' and next_local::date > sunset then 'ended'
          when (next_local at time zone zone) + ${`${graceHours} hours`}::interval < ${at} then 'lapsed'
          else 'active' end as state
      from timed)`
}

/** How many charges of the plan `s` are expected from now on: those overdue by less than the grace are still expected. */
const dueCharges = ({ at }: PlansAsked): SQL => sql`(
  select count(*) from generate_series(0, 5) k
  where s.state = 'active' and ((s.next_local + k * s.step) at time zone s.zone) < ${at.toISOString()}::timestamptz + ${`${aheadHours} hours`}::interval
    and (s.pledged is null or s.made + k < s.pledged)
    and (s.sunset is null or s.period <> 'weekly' or (s.next_local + k * s.step)::date <= s.sunset))`

/** All plans, added up by what they have in common. */
export async function planSums({ db }: Pick<Inside, 'db'>, asked: PlansAsked): Promise<PlanSum[]> {
  const rows = await db.execute<{
    state: PlanState
    period: PlanSum['period']
    currency: string | null
    plans: string
    minor: string | null
    due_charges: string
    due_minor: string | null
  }>(sql`
    with ${plansWithState(asked)},
    due as materialized (select s.*, ${dueCharges(asked)} as due from stated s)
    select state, period, currency, count(*)::text as plans, sum(minor)::text as minor, sum(due)::text as due_charges, sum(due * minor)::text as due_minor
    from due group by 1, 2, 3 order by 1, 2, 3`)
  return rows.map((row) => ({
    state: row.state,
    period: row.period,
    currency: row.currency,
    plans: Number(row.plans),
    minor: Number(row.minor ?? 0),
    dueCharges: Number(row.due_charges),
    dueMinor: Number(row.due_minor ?? 0),
  }))
}

/** Plans of one state, or of all, those that changed last first. */
export async function planPage(
  { db }: Pick<Inside, 'db'>,
  asked: PlansAsked & { state?: PlanState | undefined; after?: FactCursor | undefined; limit: number },
): Promise<{ rows: PlanRow[]; next: FactCursor | null }> {
  const { state, after, limit } = asked
  const found = await db.execute<{
    source: string
    source_key: string
    happened_at: string
    contact_no: number | null
    state: PlanState
    made: number
    value: RecurringPlan
  }>(sql`
    with ${plansWithState(asked)}
    select p.source, p.source_key, p.happened_at, p.contact_no, p.state, p.value, greatest(p.made, ${chargesOf(asked)})::int as made
    from (
      select * from stated where true
        ${state ? sql`and state = ${state}` : sql``}
        ${after ? sql`and (happened_at, source, source_key) < (${after.happenedAt}::timestamptz, ${after.source}, ${after.key})` : sql``}
      order by happened_at desc, source desc, source_key desc limit ${limit + 1}::int) p
    order by p.happened_at desc, p.source desc, p.source_key desc`)
  const rows = found.slice(0, limit).map((row) => ({
    source: row.source,
    key: row.source_key,
    happenedAt: instantOf(row.happened_at),
    contactNo: row.contact_no,
    state: row.state,
    chargesMade: row.made,
    value: row.value,
  }))
  const last = found.length > limit ? rows.at(-1) : undefined
  return {
    rows,
    next: last ? { happenedAt: last.happenedAt, kind: 'recurring_plan', source: last.source, key: last.key } : null,
  }
}

/** Every plan that is counted, with its charges that are known, oldest first, and the last that was declined. */
export async function planHistories({ db }: Pick<Inside, 'db'>, asked: PlansAsked): Promise<PlanHistory[]> {
  const rows = await db.execute<{
    value: RecurringPlan
    made: number
    at: string[] | null
    minor: string[] | null
    currency: string[] | null
    declined_at: string | null
  }>(sql`
    with ${plansWithState(asked)},
    charge as materialized (
      select c.source, c.refers_to, c.happened_at, c.value ->> 'status' as status, c.value -> 'amount' ->> 'minor' as minor,
        c.value -> 'amount' ->> 'currency' as currency
      from fact c where c.kind = 'conversion' and c.refers_to is not null and not c.withdrawn and c.batch <= ${asked.batch}::bigint
        and c.value ->> 'status' in ('approved', 'declined')
        and not exists (select 1 from fact newer where newer.kind = c.kind and newer.source = c.source and newer.source_key = c.source_key
          and newer.version > c.version and newer.batch <= ${asked.batch}::bigint offset 0)),
    charged as materialized (
      select source, refers_to, max(happened_at) filter (where status = 'declined') as declined_at,
        array_agg(to_char(happened_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') order by happened_at) filter (where status = 'approved') as at,
        array_agg(minor order by happened_at) filter (where status = 'approved') as minor,
        array_agg(currency order by happened_at) filter (where status = 'approved') as currency
      from charge group by 1, 2)
    select s.value, s.made::int as made, c.at, c.minor, c.currency, c.declined_at
    from stated s left join charged c on c.source = s.source and c.refers_to = s.source_key`)
  return rows.map(({ value, made, at, minor, currency, declined_at }) => ({
    plan: value,
    made,
    charges: (at ?? []).map((each, i) => ({ at: each, minor: Number(minor?.[i]), currency: currency?.[i] ?? '' })),
    declinedAt: declined_at === null ? undefined : instantOf(declined_at),
  }))
}
