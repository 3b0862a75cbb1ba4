import { sql, type Inside } from '@throughline/db'

/** What measures need to know of a tenant. */
export async function tenantOfQuality({
  db,
}: Pick<Inside, 'db'>): Promise<{ timeZone: string; currency: string; slug: string }> {
  const [row] = await db.execute<{ time_zone: string; currency: string; slug: string }>(
    sql`select time_zone, currency, slug from tenant`,
  )
  return { timeZone: row?.time_zone ?? 'UTC', currency: row?.currency ?? '', slug: row?.slug ?? '' }
}
