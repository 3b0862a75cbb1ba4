import { causes } from '@throughline/canonical'
import { instantOf, sql, type Inside } from '@throughline/db'
import type { AskedClick, ClickSeen } from './clicks.ts'

type Writing = Pick<Inside, 'db' | 'tenantId'>

/** How much of a click id can be left of one that was cut: a conversion is looked for by so much of a later click. */
const leftOf = { from: 20, to: 60 }
/** An id longer than this is none. */
const longest = 500
const withdrawn = sql`${causes.indexOf('withdrawn')}::smallint`

/**
 * Gathers click ids of touches and conversions out of a stretch of batches.
 * @returns contacts whose conversions brought an id of which only now a touch is known, or no longer
 */
export async function noteClicks(
  { db, tenantId }: Writing,
  { after, upTo }: { after: number; upTo: number },
): Promise<number[]> {
  const within = sql`batch > ${after}::bigint and batch <= ${upTo}::bigint`
  const columns = sql`(tenant_id, value, kind, source, source_key, name, contact_no, happened_at, place, refcodes)`
  const again = sql`on conflict (tenant_id, value, kind, source, source_key) do update set contact_no = excluded.contact_no,
    happened_at = excluded.happened_at, place = excluded.place, refcodes = excluded.refcodes returning value, kind`
  const facts = await db.execute<{ value: string; kind: string }>(sql`
    insert into click_seen ${columns}
    select distinct on (v.value, f.kind, f.source, f.source_key) ${tenantId}, v.value, f.kind, f.source, f.source_key, v.name, f.contact_no, f.happened_at,
      jsonb_build_object('channel', f.value -> 'channel', 'campaign', f.value -> 'campaign', 'adSet', f.value -> 'adSet',
        'ad', f.value -> 'ad', 'creative', f.value -> 'creative'), coalesce(f.value -> 'refcodes', '{}')
    from fact f cross join lateral (
      select key as name, value ->> 'value' as value from jsonb_each(coalesce(f.value -> 'clickIds', '{}'))
      union all select 'refcodeSB', f.value -> 'refcodes' ->> 'refcodeSB') v
    where f.kind in ('touchpoint', 'conversion') and not f.withdrawn and f.${within}
      and v.value <> '' and length(v.value) <= ${longest}::int
    order by v.value, f.kind, f.source, f.source_key, f.version desc ${again}`)
  const gone = await db.execute<{ value: string; kind: string }>(sql`
    delete from click_seen c using (
      select distinct v.value, e.event_id::text as key
      from event e cross join lateral (select value from jsonb_each_text(coalesce(e.properties -> '$context' -> 'click_ids', '{}'))) v
      where e.contact_no > 0 and e.${within} and e.cause = ${withdrawn}) w
    where c.kind = 'event' and c.source = 'events' and c.value = w.value and c.source_key = w.key returning c.value, c.kind`)
  const events = await db.execute<{ value: string; kind: string }>(sql`
    insert into click_seen ${columns}
    select distinct on (v.value, e.event_id) ${tenantId}, v.value, 'event', 'events', e.event_id::text, v.name, e.contact_no, e.happened_at,
      '{}', jsonb_strip_nulls(jsonb_build_object('refcode', c.context -> 'refcode', 'refcode2', c.context -> 'refcode2',
        'utm_campaign', c.context -> 'utm' -> 'campaign', 'utm_content', c.context -> 'utm' -> 'content'))
    from event e cross join lateral (select e.properties -> '$context' as context) c
      cross join lateral (select key as name, value from jsonb_each_text(coalesce(c.context -> 'click_ids', '{}'))) v
    where e.contact_no > 0 and e.${within} and e.cause <> ${withdrawn} and v.value <> '' and length(v.value) <= ${longest}::int
      and not exists (select 1 from event w where w.${within} and w.event_id = e.event_id and w.cause = ${withdrawn} and w.batch > e.batch)
    order by v.value, e.event_id, e.batch desc ${again}`)
  const touched = [...facts, ...gone, ...events].flatMap(({ value, kind }) => (kind === 'conversion' ? [] : [value]))
  return conversionsOf({ db }, touched)
}

/** Contacts of conversions that brought one of these ids, whole or cut. */
async function conversionsOf({ db }: Pick<Inside, 'db'>, values: readonly string[]): Promise<number[]> {
  if (values.length === 0) return []
  const wanted = new Set(values)
  for (const value of values)
    for (let left = leftOf.from; left < Math.min(value.length, leftOf.to); left++) wanted.add(value.slice(0, left))
  const rows = await db.execute<{ contact_no: number }>(sql`
    select distinct c.contact_no from json_array_elements_text(${JSON.stringify([...wanted])}::text::json) w (value)
      join click_seen c on c.value = w.value where c.kind = 'conversion' and c.contact_no is not null`)
  return rows.map(({ contact_no }) => contact_no)
}

/** Touches that brought these ids; of one that was cut, those whose id begins so. */
export async function clicksOf({ db }: Pick<Inside, 'db'>, asked: readonly AskedClick[]): Promise<ClickSeen[]> {
  if (asked.length === 0) return []
  // A letter above all others ends the stretch of what begins alike.
  const wanted = asked.map(({ value, truncated }) => ({ from: value, to: truncated ? `${value}\u{10FFFF}` : value }))
  const rows = await db.execute<{
    kind: string
    source: string
    source_key: string
    value: string
    contact_no: number | null
    happened_at: string
    place: ClickSeen['place']
    refcodes: Record<string, string>
  }>(sql`
    select distinct c.kind, c.source, c.source_key, c.value, c.contact_no, c.happened_at, c.place, c.refcodes
    from json_to_recordset(${JSON.stringify(wanted)}::text::json) as w ("from" text, "to" text)
      cross join lateral (select * from click_seen c where c.value >= w."from" collate "C" and c.value <= w."to" collate "C"
        and c.kind <> 'conversion' order by c.value limit 50) c
    order by c.happened_at, c.kind, c.source, c.source_key`)
  return rows.map(({ source_key: key, contact_no: contactNo, happened_at, ...row }) => ({
    ...{ ...row, key, contactNo, happenedAt: Date.parse(instantOf(happened_at)) },
  }))
}
