import type { TestDatabase } from '@throughline/db/testing'

type Sql = TestDatabase['superuser']

/** What is asked of raw rows, as a superuser who reads nothing that was derived. */
export interface PlainAsked {
  tenantId: string
  batch: number
  from: string
  to: string
  /** The last day of which everything is known. */
  through: string
  zone: string
}

/** Who each contact is at the batch, and every gift that counts then: from facts alone, one row each. */
const known = (sql: Sql, { tenantId, batch, zone }: PlainAsked) => sql`
  with recursive link as (
    select distinct on (source_key) source_key::int as contact, (value ->> 'into')::int as into_contact, withdrawn
    from fact where tenant_id = ${tenantId} and kind = 'contact_link' and batch <= ${batch} order by source_key, version desc),
  step as (
    select contact_no as contact, contact_no as root from contact where tenant_id = ${tenantId}
    union select s.contact, l.into_contact from step s join link l on l.contact = s.root and not l.withdrawn),
  root as (select s.contact, s.root from step s where not exists (select 1 from link l where l.contact = s.root and not l.withdrawn)),
  effective as (
    select distinct on (kind, source, source_key) kind, contact_no, happened_at, withdrawn, value
    from fact where tenant_id = ${tenantId} and kind in ('conversion', 'refund') and batch <= ${batch}
    order by kind, source, source_key, version desc),
  gift as (
    select r.root, (e.happened_at at time zone ${zone})::date as day, e.happened_at as at from effective e join root r on r.contact = e.contact_no
    where e.kind = 'conversion' and not e.withdrawn and e.value ->> 'status' = 'approved'),
  first as (select root, min(day) as day from gift group by 1)`

/** Of a cohort that could be watched for so many days, how many gave again between two of them. */
export async function plainReturn(sql: Sql, asked: PlainAsked, [since, until]: readonly [number, number]) {
  const [row] = await sql<{ watched: number; kept: number }[]>`
    ${known(sql, asked)}
    select count(*)::int as watched, count(*) filter (where exists (
      select 1 from gift g where g.root = f.root and g.day between f.day + ${since}::int and f.day + ${until}::int))::int as kept
    from first f where f.day between ${asked.from} and ${asked.to} and f.day + ${until}::int <= ${asked.through}`
  return row
}

/** The same where a second gift on the first day is one too. */
export async function plainRepeat(sql: Sql, asked: PlainAsked) {
  const [row] = await sql<{ watched: number; kept: number }[]>`
    ${known(sql, asked)}
    select count(*)::int as watched, count(*) filter (where (
      select count(*) from gift g where g.root = f.root and g.day <= f.day + 90) > 1)::int as kept
    from first f where f.day between ${asked.from} and ${asked.to} and f.day + 90 <= ${asked.through}`
  return row
}

/** Distinct people and events of kinds on days, from the events themselves. Those taken back count against what they take back. */
export async function plainActivity(sql: Sql, asked: PlainAsked, kinds: readonly number[], heldOut: boolean) {
  const [row] = await sql<{ people: number; events: number }[]>`
    ${known(sql, asked)},
    counted as (
      select r.root, count(*)::int as n from event e join root r on r.contact = e.contact_no
      where e.tenant_id = ${asked.tenantId} and e.batch <= ${asked.batch} and e.kind = any(${kinds as number[]}::smallint[])
        and (e.happened_at at time zone ${asked.zone})::date between ${asked.from} and ${asked.to}
        and coalesce((e.properties ->> 'is_holdout')::boolean, false) = ${heldOut}
      group by 1)
    select count(*)::int as people, coalesce(sum(n), 0)::int as events from counted`
  return row
}

/** Distinct people who gave on days, and those among them who never had before. */
export async function plainGivers(sql: Sql, asked: PlainAsked) {
  const [row] = await sql<{ givers: number; fresh: number }[]>`
    ${known(sql, asked)}
    select count(distinct root)::int as givers,
      (select count(*)::int from first where day between ${asked.from} and ${asked.to}) as fresh
    from gift where day between ${asked.from} and ${asked.to}`
  return row
}
