import { and, eq, isNull, tables, type Actor } from '@throughline/db'
import { may } from './may.ts'
import { clientPlace, type Place } from './place.store.ts'
import type { TenantsDeps } from './tenants.ts'

const { apiKey } = tables

/**
 * Revokes the keys that somebody made here, who may not make keys any more. They have stopped already, since a key works no longer
 * than its maker's right to make it; this keeps them from working again should the right come back.
 */
export async function revokeKeysOf(place: Place, userId: string, now: Date): Promise<void> {
  const revoked = await place.db
    .update(apiKey)
    .set({ revokedAt: now.toISOString() })
    .where(and(eq(apiKey.createdBy, userId), isNull(apiKey.revokedAt)))
    .returning({ keyId: apiKey.keyId, name: apiKey.name })
  for (const { keyId, name } of revoked) await place.tell('key.revoked', keyId, { name, because: 'its maker left' })
}

/** The same in every client of an agency. */
export async function revokeKeysInAgency(
  deps: TenantsDeps,
  actor: Actor,
  agencyId: string,
  userId: string,
): Promise<void> {
  const clients = (await deps.door.grantsOf(actor)).filter((each) => each.agencyId === agencyId)
  for (const { tenantId, role } of clients)
    if (may(role, 'keys.write'))
      await clientPlace(deps, actor, tenantId, 'keys.write')((place) => revokeKeysOf(place, userId, deps.now()))
}
