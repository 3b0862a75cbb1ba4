import { instantOf, sql, type Inside } from '@throughline/db'
import { stageIntervals, type SeenDeal, type StageInterval, type StageMove } from './stage-intervals.ts'

/** One stay of one deal. */
export interface DealStay extends StageInterval {
  source: string
  deal: string
}
export interface DealCursor {
  source: string
  deal: string
}

interface DealRow extends Record<string, unknown> {
  source: string
  deal: string
  seen_at: string
  withdrawn: boolean
  value: { stage?: string; pipeline?: string; state?: SeenDeal['state'] }
}
interface MoveRow extends Record<string, unknown> {
  source: string
  deal: string
  key: string
  happened_at: string
  value: { stage: string; pipeline?: string }
}

/** The stays of all deals as known at a batch, some deals at a time, in the order of their keys. */
export async function dealStays(
  { db }: Pick<Inside, 'db'>,
  { batch, limit, after }: { batch: number; limit: number; after?: DealCursor | undefined },
): Promise<{ rows: DealStay[]; next: DealCursor | null }> {
  const deals = await db.execute<{ source: string; deal: string }>(sql`
    select f.source, f.source_key as deal from fact f where f.kind = 'opportunity' and f.version = 1 and f.batch <= ${batch}::bigint
      ${after === undefined ? sql`` : sql`and f.source >= ${after.source} and (f.source, f.source_key) > (${after.source}, ${after.deal})`}
    order by f.tenant_id, f.kind, f.source, f.source_key limit ${limit}::int`)
  const last = deals.at(-1)
  return { rows: await staysOf({ db }, deals, batch), next: last && deals.length === limit ? { ...last } : null }
}

/** The stays of these deals as known at a batch, in the order in which they are named. */
export async function staysOf(
  { db }: Pick<Inside, 'db'>,
  deals: readonly DealCursor[],
  batch: number,
): Promise<DealStay[]> {
  const wanted = sql`wanted as materialized (
    select * from json_to_recordset(${JSON.stringify(deals)}::text::json) as w (source text, deal text))`
  const [versions, moves] = await Promise.all([
    db.execute<DealRow>(sql`
      with ${wanted} select w.source, w.deal, b.recorded_at as seen_at, f.withdrawn, f.value
      from wanted w cross join lateral (select * from fact where kind = 'opportunity' and source = w.source and source_key = w.deal
          and batch <= ${batch}::bigint offset 0) f
        cross join lateral (select recorded_at from batch where batch.batch = f.batch offset 0) b
      order by w.source, w.deal, f.version`),
    db.execute<MoveRow>(sql`
      with ${wanted} select w.source, w.deal, f.source_key as key, f.happened_at, f.value
      from wanted w cross join lateral (select * from fact where refers_to = w.deal and kind = 'stage_change' and source = w.source
          and batch <= ${batch}::bigint and not withdrawn offset 0) f
      where not exists (select 1 from fact newer where newer.kind = 'stage_change' and newer.source = f.source
        and newer.source_key = f.source_key and newer.version > f.version and newer.batch <= ${batch}::bigint offset 0)`),
  ])
  const seenOf = Map.groupBy(versions, nameOf)
  const movesOf = Map.groupBy(moves, nameOf)
  return deals.flatMap(({ source, deal }) => {
    const name = nameOf({ source, deal })
    return stageIntervals((movesOf.get(name) ?? []).map(moveOf), (seenOf.get(name) ?? []).map(seenAs)).map((stay) => ({
      ...{ source, deal },
      ...stay,
    }))
  })
}

const nameOf = ({ source, deal }: DealCursor): string => `${source}\0${deal}`
const moveOf = ({ key, happened_at, value }: MoveRow): StageMove => ({
  ...{ key, at: instantOf(happened_at), stage: value.stage, pipeline: value.pipeline ?? null },
})
const seenAs = ({ seen_at, withdrawn, value }: DealRow): SeenDeal => ({
  seenAt: instantOf(seen_at),
  stage: value.stage ?? null,
  pipeline: value.pipeline ?? null,
  state: value.state ?? null,
  gone: withdrawn,
})
