import type { Cause } from '@throughline/canonical'
import { sql, type Inside } from '@throughline/db'
import type { DirectoryRecord } from './directory.ts'
import { deliveringKinds, type DeliveringFact } from './told-delivery.ts'

type Reading = Pick<Inside, 'db'>

/** Facts taken on in one go. */
const factsAtOnce = 2_000
const batchesAtOnce = 500

/** A new version with the one before it. */
export interface DeliveringVersion {
  kind: string
  source: string
  key: string
  batch: number
  cause: Cause
  after: DeliveringFact
  before: DeliveringFact | undefined
  /** The batch of the one before; 0 before a first. */
  beforeBatch: number
}

/** Whole batches after one, a bounded stretch of them; one that changes the zone ends its stretch. */
export interface Stretch {
  upTo: number
  /** The zone that days are in from its last batch on. */
  zone: string | undefined
}

export async function nextStretch({ db }: Reading, since: number): Promise<Stretch | undefined> {
  const batches = await db.execute<{ batch: string; facts: number }>(sql`
    select batch, facts from batch where batch > ${since}::bigint order by tenant_id, batch limit ${batchesAtOnce}::int`)
  let [upTo, facts] = [since, 0]
  for (const each of batches) {
    if (upTo > since && facts + each.facts > factsAtOnce) break
    upTo = Number(each.batch)
    facts += each.facts
  }
  if (upTo === since) return undefined
  const [zone] = await db.execute<{ batch: string; zone: string }>(sql`
    select batch, value ->> 'timeZone' as zone from fact
    where kind = 'time_zone' and source = 'throughline' and source_key = 'time_zone' and batch > ${since}::bigint and batch <= ${upTo}::bigint
    order by version limit 1`)
  return zone ? { upTo: Number(zone.batch), zone: zone.zone } : { upTo, zone: undefined }
}

interface Row extends Record<string, unknown> {
  kind: string
  source: string
  key: string
  batch: string
  cause: Cause
  withdrawn: boolean
  value: DeliveringFact['value']
  was_withdrawn: boolean | null
  was: DeliveringFact['value'] | null
  was_batch: string | null
}

/** Every version in these batches of what delivery is made of, and of the ads and campaigns that say where it belongs. */
export async function versionsIn({ db }: Reading, since: number, upTo: number): Promise<DeliveringVersion[]> {
  const kinds = `{${[...deliveringKinds, 'ad', 'campaign'].join(',')}}`
  const rows = await db.execute<Row>(sql`
    select f.kind, f.source, f.source_key as key, f.batch, f.cause, f.withdrawn, f.value, b.withdrawn as was_withdrawn, b.value as was,
      b.batch as was_batch
    from fact f left join lateral (select p.withdrawn, p.value, p.batch from fact p where p.kind = f.kind and p.source = f.source
      and p.source_key = f.source_key and p.version = f.version - 1 and f.version > 1 offset 0) b on true
    where f.batch > ${since}::bigint and f.batch <= ${upTo}::bigint and f.kind = any(${kinds}::text[])
    order by f.batch, f.kind, f.source, f.source_key, f.version`)
  return rows.map(({ batch, withdrawn, value, was, was_withdrawn, was_batch, ...row }) => ({
    ...row,
    batch: Number(batch),
    after: { source: row.source, withdrawn, value },
    before: was === null ? undefined : { source: row.source, withdrawn: was_withdrawn ?? false, value: was },
    beforeBatch: Number(was_batch ?? 0),
  }))
}

/** What ads and campaigns said as known at a batch; one that was withdrawn still says it. */
export async function recordsAt(
  { db }: Reading,
  records: readonly { kind: string; source: string; key: string }[],
  batch: number,
): Promise<DirectoryRecord[]> {
  const wanted = [...new Map(records.map((each) => [`${each.kind}\0${each.source}\0${each.key}`, each])).values()]
  if (wanted.length === 0) return []
  return [
    ...(await db.execute<Record<string, unknown> & DirectoryRecord>(sql`
      with wanted as materialized (
        select * from json_to_recordset(${JSON.stringify(wanted)}::text::json) as r (kind text, source text, key text))
      select f.kind, f.source, f.source_key as key, f.value from wanted w cross join lateral (
        select * from fact where fact.kind = w.kind and fact.source = w.source and fact.source_key = w.key
          and fact.batch <= ${batch}::bigint order by version desc limit 1) f`)),
  ]
}

/** Where a page of facts ended. */
export interface FactPlace {
  kind: string
  source: string
  key: string
}

/** Facts of what delivery is made of as known at a batch, in the order of their keys, a page at a time. */
export async function deliveringFactsAt(
  { db }: Reading,
  { batch, after, limit }: { batch: number; after: FactPlace | null; limit: number },
): Promise<{ facts: DeliveringFact[]; next: FactPlace | null }> {
  for (const kind of deliveringKinds) {
    if (after !== null && kind < after.kind) continue
    const onwards = after?.kind === kind ? sql`and (f.source, f.source_key) > (${after.source}, ${after.key})` : sql``
    const rows = await db.execute<
      Record<string, unknown> & { source: string; key: string; withdrawn: boolean; value: DeliveringFact['value'] }
    >(sql`
      select distinct on (f.tenant_id, f.source, f.source_key) f.source, f.source_key as key, f.withdrawn, f.value
      from fact f where f.kind = ${kind} and f.batch <= ${batch}::bigint ${onwards}
      order by f.tenant_id, f.source, f.source_key, f.version desc limit ${limit}::int`)
    const last = rows.at(-1)
    if (last) return { facts: [...rows], next: { kind, source: last.source, key: last.key } }
  }
  return { facts: [], next: null }
}
