import { NotFound, type Day } from '@throughline/canonical'
import { sql, type Inside } from '@throughline/db'

/** What figures need to know of a tenant. */
export interface TenantFrame {
  tenantId: string
  slug: string
  name: string
  brandColor: string | null
  currency: string
  locale: string
  timeZone: string
}
interface Row extends Record<string, unknown> {
  tenant_id: string
  slug: string
  name: string
  brand_color: string | null
  currency: string
  locale: string
  time_zone: string
}

/** The tenants that are open in this transaction, archived ones left out. */
export async function tenantFrames({ db }: Pick<Inside, 'db'>): Promise<TenantFrame[]> {
  const rows = await db.execute<Row>(
    sql`select tenant_id, slug, name, brand_color, currency, locale, time_zone from tenant where archived_at is null order by name`,
  )
  return rows.map((row) => ({
    tenantId: row.tenant_id,
    slug: row.slug,
    name: row.name,
    brandColor: row.brand_color,
    currency: row.currency,
    locale: row.locale,
    timeZone: row.time_zone,
  }))
}

/** The one tenant of this transaction. */
export async function tenantFrame(inside: Pick<Inside, 'db'>): Promise<TenantFrame> {
  const [frame] = await tenantFrames(inside)
  if (!frame) throw new NotFound('No such client.')
  return frame
}

/** Rows kept but not counted, because they are somebody else's. */
export async function foreignLines({ db }: Pick<Inside, 'db'>): Promise<number> {
  const [row] = await db.execute<{ n: string }>(
    sql`select coalesce(sum(rows), 0)::text as n from row_count where foreign_reason <> ''`,
  )
  return Number(row?.n ?? 0)
}

/** The first day that anything is booked on, as known at a batch; undefined before anything is. */
export async function firstDay({ db }: Pick<Inside, 'db'>, batch: number): Promise<Day | undefined> {
  const [row] = await db.execute<{ day: string }>(sql`
    select m.day::text as day from money_movement m where m.batch <= ${batch}::bigint order by m.tenant_id, m.day limit 1`)
  return row?.day
}
