import { authenticateJob, eq, sql, tables, type Actor, type Door } from '@throughline/db'

/** A client as an owner's own command goes through them: with the actor that enters it. */
export interface ListedTenant {
  tenantId: string
  slug: string
  name: string
  actor: Actor
}

/**
 * Every client of the server, archived ones too, for the owner's own commands (doctor, rebuild, keys); nobody asks over the
 * network.
 * @param command whose name stands in the audit
 */
export async function listTenants(door: Door, command: string): Promise<ListedTenant[]> {
  const ids = await door.database.call<{ tenant_id: string }>(sql`select tenant_id from list_tenants()`)
  const listed: ListedTenant[] = []
  for (const { tenant_id: tenantId } of ids) {
    const actor = authenticateJob(tenantId, command)
    const [row] = await door.withTenant(actor, tenantId, ({ db }) =>
      db.select().from(tables.tenant).where(eq(tables.tenant.tenantId, tenantId)),
    )
    if (row) listed.push({ tenantId, slug: row.slug, name: row.name, actor })
  }
  return listed.sort((a, b) => (a.slug < b.slug ? -1 : 1))
}
