import { sql, type Inside } from '@throughline/db'
import { freshnessOf, readings, type Freshness } from '../connections/index.ts'

/** When each source was last read, by tenant: of all tenants that are open in this transaction. */
export async function freshnessByTenant(inside: Pick<Inside, 'db'>, now: Date): Promise<Map<string, Freshness[]>> {
  const [all, owners] = await Promise.all([
    readings(inside),
    inside.db.execute<{ tenant_id: string; connection_id: string }>(
      sql`select tenant_id, connection_id from connection`,
    ),
  ])
  const tenantOf = new Map(owners.map((row) => [row.connection_id, row.tenant_id]))
  const byTenant = Map.groupBy(all, ({ connectionId }) => tenantOf.get(connectionId) ?? '')
  return new Map([...byTenant].map(([tenantId, list]) => [tenantId, list.map((reading) => freshnessOf(reading, now))]))
}
