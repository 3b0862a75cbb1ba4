import { givingKinds, type Day, type MovementKind } from '@throughline/canonical'
import { sql, type Inside } from '@throughline/db'

/** Signed sums of one tenant, day and hour. */
export interface HourSum {
  tenantId: string
  day: Day
  /** 0–23, −1 for sources that give a day and no time. */
  hour: number
  kind: MovementKind
  currency: string
  minor: number
}

/** Sums by hour of single days, for all tenants of this transaction at once. */
export async function hoursOfDays({ db }: Pick<Inside, 'db'>, days: readonly Day[]): Promise<HourSum[]> {
  const rows = await db.execute<{
    tenant_id: string
    day: string
    hour: number
    kind: MovementKind
    currency: string
    minor: string
  }>(sql`
    select tenant_id, day::text as day, hour, kind, currency, sum(minor)::text as minor from money_movement
    where day = any(${`{${days.join(',')}}`}::date[]) and kind = any(${`{${givingKinds.join(',')}}`}::text[]) group by 1, 2, 3, 4, 5`)
  return rows.map((row) => ({
    tenantId: row.tenant_id,
    day: row.day,
    hour: row.hour,
    kind: row.kind,
    currency: row.currency,
    minor: Number(row.minor),
  }))
}

/** Which of these tenants ever had anything booked. */
export async function everBooked({ db }: Pick<Inside, 'db'>): Promise<Set<string>> {
  const rows = await db.execute<{ tenant_id: string }>(sql`select tenant_id from ledger_head where batch > 0`)
  return new Set(rows.map((row) => row.tenant_id))
}
