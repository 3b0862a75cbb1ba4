import { sql, type Inside } from '@throughline/db'
import { tiers } from '../evidence.ts'
import type { CreditMovement } from './credit-cell.ts'

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
