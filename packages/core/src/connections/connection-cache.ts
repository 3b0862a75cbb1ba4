import type { Actor, Door } from '@throughline/db'
import type { Secrets } from '../secrets/index.ts'
import { actorOfAddress, readKnownConnection, revisionOf, type KnownConnection } from './known-connection.store.ts'

/** A connection as its deliveries need it, and who its sender acts as. */
export interface Addressed extends KnownConnection {
  actor: Actor & { kind: 'hook' }
}

interface Entry {
  value: Addressed
  checkedAt: number
}

/** How old a cached connection may be before its revision is looked at again. */
const freshMs = 1_000

/**
 * Connections by address with their credentials open, so that a thousand deliveries a second cost one look. A change of
 * settings or credentials, a disconnection and a removal act within a second.
 */
export function createConnectionCache(deps: { door: Door; secrets: Secrets; now: () => Date }) {
  const entries = new Map<string, Entry>()
  const looking = new Map<string, Promise<Addressed | undefined>>()

  async function look(connectionId: string): Promise<Addressed | undefined> {
    const now = deps.now()
    const actor = await actorOfAddress(deps.door, connectionId)
    const entry = entries.get(connectionId)
    entries.delete(connectionId)
    if (!actor) return undefined
    const value = await deps.door.withTenant(actor, actor.tenantId, async (inside) => {
      const same = entry && (await revisionOf(inside, connectionId)) === `${entry.value.revision} ${entry.value.state}`
      if (same) return entry.value
      const known = await readKnownConnection(inside, deps.secrets, connectionId, now)
      return known && { ...known, actor }
    })
    if (!value || value.state === 'disconnected') return undefined
    entries.set(connectionId, { value, checkedAt: now.getTime() })
    return value
  }

  return {
    /** Undefined for an address that is none, or no longer. */
    async find(connectionId: string): Promise<Addressed | undefined> {
      const entry = entries.get(connectionId)
      if (entry && deps.now().getTime() - entry.checkedAt < freshMs) return entry.value
      const under = looking.get(connectionId) ?? look(connectionId).finally(() => looking.delete(connectionId))
      looking.set(connectionId, under)
      return under
    },
  }
}
