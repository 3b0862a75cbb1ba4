import type { Cause } from '@throughline/canonical'
import { sql, type Inside } from '@throughline/db'

type Writing = Pick<Inside, 'db' | 'tenantId'>

/** How far a tenant's journeys have been kept current. */
export interface AttributionHead {
  /** Journeys are what the facts up to this batch say. */
  batch: number
  journeyNo: number
  placeNo: number
  /** The version of the setting that credit is given by. */
  modelNo: number
  /** Everyone is being gone through again for this reason, up to this contact so far. */
  sweep: { to: number; cause: Cause } | null
  /** Codes are being looked up again, up to this journey so far. */
  lookedUpTo: number | null
}

interface Row extends Record<string, unknown> {
  batch: string
  journey_no: number
  place_no: number
  model_no: number
  swept_to: number | null
  sweep_cause: Cause | null
  looked_up_to: number | null
}

/** Where the tenant's journeys stand; before anything was attributed, at the beginning. */
export async function readAttributionHead({ db }: Pick<Inside, 'db'>): Promise<AttributionHead> {
  const [row] = await db.execute<Row>(
    sql`select batch, journey_no, place_no, model_no, swept_to, sweep_cause, looked_up_to from attribution_head`,
  )
  return {
    batch: Number(row?.batch ?? 0),
    journeyNo: row?.journey_no ?? 0,
    placeNo: row?.place_no ?? 0,
    modelNo: row?.model_no ?? 0,
    sweep:
      row === undefined || row.swept_to === null ? null : { to: row.swept_to, cause: row.sweep_cause ?? 'reprocess' },
    lookedUpTo: row?.looked_up_to ?? null,
  }
}

/** The ledger's lock is held. */
export async function moveAttributionHead({ db, tenantId }: Writing, head: AttributionHead): Promise<void> {
  await db.execute(sql`
    insert into attribution_head (tenant_id, batch, journey_no, place_no, model_no, swept_to, sweep_cause, looked_up_to)
    values (${tenantId}, ${head.batch}::bigint, ${head.journeyNo}::int, ${head.placeNo}::int, ${head.modelNo}::int,
      ${head.sweep?.to ?? null}::int, ${head.sweep?.cause ?? null}, ${head.lookedUpTo}::int)
    on conflict (tenant_id) do update set batch = excluded.batch, journey_no = excluded.journey_no, place_no = excluded.place_no,
      model_no = excluded.model_no, swept_to = excluded.swept_to, sweep_cause = excluded.sweep_cause,
      looked_up_to = excluded.looked_up_to`)
}

/** One at a time goes through a tenant's journeys; whoever writes facts is not held up. */
export async function alone({ db, tenantId }: Writing): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`attribution:${tenantId}`}, 0))`)
}
