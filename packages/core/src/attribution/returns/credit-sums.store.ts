import { givingKinds, type Day, type MovementKind } from '@throughline/canonical'
import { sql, type Inside } from '@throughline/db'
import { tiers, type Tier } from '../evidence.ts'
import type { Customer } from '../journeys/journey.ts'

export interface CreditSum {
  /** 0: nowhere. */
  placeNo: number
  customer: Customer
  tier: Tier
  kind: MovementKind
  minor: number
  micro: number
}

/** What gifts of a range's days are credited with by the client's own model, place by place, as known at a batch. */
export async function creditSums(
  { db }: Pick<Inside, 'db'>,
  { from, to, currency, batch }: { from: Day; to: Day; currency: string; batch: number },
): Promise<CreditSum[]> {
  const rows = await db.execute<{
    place_no: number
    customer: Customer
    tier: number
    kind: MovementKind
    minor: string
    micro: string
  }>(sql`
    select place_no, customer, tier, kind, sum(minor)::text as minor, sum(micro)::text as micro from credit_movement
    where day between ${from}::date and ${to}::date and batch <= ${batch}::bigint and currency = ${currency}
      and kind = any(${`{${givingKinds.join(',')}}`}::text[])
    group by 1, 2, 3, 4 having sum(minor) <> 0 or sum(micro) <> 0`)
  return rows.map((row) => ({
    placeNo: row.place_no,
    customer: row.customer,
    tier: tiers[row.tier] ?? 'none',
    kind: row.kind,
    minor: Number(row.minor),
    micro: Number(row.micro),
  }))
}
