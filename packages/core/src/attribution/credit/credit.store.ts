import type { MovementKind } from '@throughline/canonical'
import { sql, type Inside } from '@throughline/db'
import { tiers } from '../evidence.ts'
import type { Customer } from '../journeys/journey.ts'
import type { CreditCell, CreditMovement } from './credit-cell.ts'

/** Appends the credit movements of one batch. The ledger's lock is held. */
export async function appendCredits(
  { db, tenantId }: Pick<Inside, 'db' | 'tenantId'>,
  batch: number,
  movements: readonly CreditMovement[],
): Promise<void> {
  if (movements.length === 0) return
  const rows = movements.map((movement) => ({ ...movement, tierno: tiers.indexOf(movement.tier) }))
  await db.execute(sql`
    insert into credit_movement (tenant_id, day, batch, kind, currency, place_no, customer, tier, cause, model_no, minor, micro)
    select ${tenantId}, day, ${batch}::bigint, kind, currency, "placeNo", customer, tierno, cause, "modelNo", minor, micro
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as x (day date, kind text, currency text, "placeNo" int, customer text,
      tierno smallint, cause text, "modelNo" int, minor bigint, micro bigint)`)
}

/** Credit as it is kept, cell by cell, whatever it was written for. Cells that came to nothing are absent. */
export async function storedCredits({ db }: Pick<Inside, 'db'>): Promise<CreditCell[]> {
  const rows = await db.execute<{
    day: string
    kind: MovementKind
    currency: string
    place_no: number
    customer: Customer
    tier: number
    minor: string
    micro: string
  }>(sql`
    select day::text as day, kind, currency, place_no, customer, tier, sum(minor)::text as minor, sum(micro)::text as micro
    from credit_movement group by 1, 2, 3, 4, 5, 6 having sum(minor) <> 0 or sum(micro) <> 0`)
  return rows.map((row) => ({
    day: row.day,
    kind: row.kind,
    currency: row.currency,
    placeNo: row.place_no,
    customer: row.customer,
    tier: tiers[row.tier] ?? 'none',
    minor: Number(row.minor),
    micro: Number(row.micro),
  }))
}
