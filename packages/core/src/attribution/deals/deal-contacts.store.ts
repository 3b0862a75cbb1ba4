import { sql, type Inside, type SQL } from '@throughline/db'

type Writing = Pick<Inside, 'db' | 'tenantId'>
interface Deal {
  source: string
  deal: string
}
const dealsIn = (deals: readonly Deal[]) =>
  sql`json_to_recordset(${JSON.stringify(deals)}::text::json) as w (source text, deal text)`

/**
 * Keeps whose deals are, for what the batches after one changed: deals themselves, and contacts that were learned of later. A deal
 * whose contacts are all unknown is nobody's, which is contact 0.
 * @returns the contacts whom a changed deal names or named, 0 among them where it was or is nobody's
 */
export async function noteDealContacts(
  { db, tenantId }: Writing,
  { after, upTo }: { after: number; upTo: number },
): Promise<number[]> {
  const within = sql`batch > ${after}::bigint and batch <= ${upTo}::bigint`
  const changed = await db.execute<{ source: string; deal: string }>(sql`
    with told as materialized (select distinct kind, source, source_key from fact where ${within} and kind in ('opportunity', 'crm_contact'))
    select source, source_key as deal from told where kind = 'opportunity'
    union select d.source, d.deal from told t cross join lateral (
      select source, deal from deal_contact d where d.source = t.source and d.contact_key = t.source_key offset 0) d
      where t.kind = 'crm_contact'`)
  if (changed.length === 0) return []
  const named = async () =>
    db.execute<{ contact_no: number; nobodys: boolean }>(sql`
      select d.contact_no, false as nobodys from ${dealsIn(changed)} cross join lateral (
        select contact_no from deal_contact d where d.source = w.source and d.deal = w.deal and d.contact_no > 0 offset 0) d
      union select 0, true from ${dealsIn(changed)} where exists (
          select 1 from deal_contact d where d.source = w.source and d.deal = w.deal offset 0)
        and not exists (select 1 from deal_contact d where d.source = w.source and d.deal = w.deal and d.contact_no > 0 offset 0)`)
  const before = await named()
  await db.execute(
    sql`delete from deal_contact d using ${dealsIn(changed)} where d.source = w.source and d.deal = w.deal`,
  )
  await insertContacts({ db, tenantId }, changed)
  const now = await named()
  return [...new Set([...before, ...now].map(({ contact_no }) => contact_no))]
}

/** Reads whose deals are anew for every deal there is. */
export async function rebuildDealContacts({ db, tenantId }: Writing): Promise<void> {
  const all = await db.execute<{ source: string; deal: string }>(
    sql`select source, source_key as deal from fact where kind = 'opportunity' and version = 1`,
  )
  await db.execute(sql`delete from deal_contact`)
  await insertContacts({ db, tenantId }, all)
}

async function insertContacts({ db, tenantId }: Writing, deals: readonly Deal[]): Promise<void> {
  if (deals.length === 0) return
  await db.execute(sql`
    insert into deal_contact (tenant_id, source, deal, place, contact_key, contact_no)
    select ${tenantId}, source, deal, place, contact_key, contact_no from (${namedBy(dealsIn(deals))}) n`)
}

/** What the newest version of each deal says. One that is gone names nobody, and is nobody's either. */
const namedBy = (deals: SQL): SQL => sql`
  select w.source, w.deal, coalesce(c.place, 1)::smallint as place, coalesce(c.key, '') as contact_key,
    coalesce(p.contact_no, 0) as contact_no
  from ${deals}
  cross join lateral (select f.value, f.withdrawn from fact f where f.kind = 'opportunity' and f.source = w.source
    and f.source_key = w.deal order by f.version desc limit 1) f
  left join lateral (select key, place from jsonb_array_elements_text(
    case when jsonb_typeof(f.value -> 'contacts') = 'array' then f.value -> 'contacts' else '[]'::jsonb end)
    with ordinality as e (key, place)) c on true
  left join lateral (select k.contact_no from fact k where k.kind = 'crm_contact' and k.source = w.source and k.source_key = c.key
    order by k.version desc limit 1) p on true
  where not f.withdrawn`

/** Deals of which it is not kept whose they are as their facts say. Writes nothing. */
export async function differingDeals({ db }: Pick<Inside, 'db'>): Promise<{ source: string; key: string }[]> {
  const all = sql`(select source, source_key as deal from fact where kind = 'opportunity' and version = 1) w`
  const kept = sql`select source, deal, place, contact_key, contact_no from deal_contact`
  return db.execute<{ source: string; key: string }>(sql`
    with said as materialized (${namedBy(all)}), kept as materialized (${kept})
    select distinct source, deal as key from (
      (select * from said except select * from kept) union all (select * from kept except select * from said)) d order by 1, 2`)
}

/** Everybody whom a deal names that names one of these: what touches one of them touches the deal, which may be another's. */
export async function dealPeople({ db }: Pick<Inside, 'db'>, contactNos: Iterable<number>): Promise<number[]> {
  const numbers = [...contactNos].filter((no) => no > 0)
  if (numbers.length === 0) return []
  const rows = await db.execute<{ contact_no: number }>(sql`
    select distinct o.contact_no from deal_contact d cross join lateral (
      select contact_no from deal_contact o where o.source = d.source and o.deal = d.deal and o.contact_no > 0 offset 0) o
    where d.contact_no = any(${`{${numbers.join(',')}}`}::int[])`)
  return rows.map(({ contact_no }) => contact_no)
}
