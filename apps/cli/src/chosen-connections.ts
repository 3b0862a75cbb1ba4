import { StartFailure } from '@throughline/db/embedded'
import type { ListedTenant } from '@throughline/core/tenants'
import type { Core } from './compose/core.ts'
import { chosenTenants } from './with-core.ts'

/** A client's connections, or the one of that name. */
export const chosenConnections = async (
  core: Core,
  command: string,
  slug: string,
  name: string | undefined,
): Promise<{ tenant: ListedTenant; connectionId: string; name: string }[]> => {
  const [tenant] = await chosenTenants(core, command, slug)
  if (!tenant) return []
  const all = await core.services.connections.list(tenant.actor, tenant.tenantId)
  const chosen = all.filter((each) => each.state !== 'disconnected' && (name === undefined || each.name === name))
  if (chosen.length === 0)
    throw new StartFailure(
      `${slug} has no such connection; it has: ${all.map((each) => each.name).join(', ') || 'none'}.`,
    )
  return chosen.map((each) => ({ tenant, connectionId: each.connectionId, name: each.name }))
}
