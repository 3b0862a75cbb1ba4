import { AgencyRole, Conflict, Forbidden, NotFound } from '@throughline/canonical'
import { and, eq, tables, type Actor, type Transaction } from '@throughline/db'
import { endSessionsOfTheBlind, lastSeen } from './grants.store.ts'
import { listInvitations, revokeInvitationsBy, revokeInvitationsTo } from './invitations.store.ts'
import { revokeKeysInAgency } from './keys-of.store.ts'
import { may, rankOf, requireNotAbove } from './may.ts'
import { removeFromClient } from './members.store.ts'
import { agencyPlace, type Place } from './place.store.ts'
import type { Tenants, TenantsDeps } from './tenants.ts'

const member = tables.member

/** The clients of an agency with who is granted each, by name. */
async function clientsOf(deps: TenantsDeps, actor: Actor, agencyId: string) {
  const ids = (await deps.door.grantsOf(actor))
    .filter((each) => each.agencyId === agencyId)
    .map((each) => each.tenantId)
  if (ids.length === 0) return []
  return deps.door.withTenants(actor, ids, ({ db }) =>
    db
      .select({ name: tables.tenant.name, tenantId: tables.tenant.tenantId, userId: tables.tenantGrant.userId })
      .from(tables.tenant)
      .leftJoin(tables.tenantGrant, eq(tables.tenantGrant.tenantId, tables.tenant.tenantId))
      .orderBy(tables.tenant.name),
  )
}

/** The agency's people, with the clients each sees. */
export async function agencyMembers(
  deps: TenantsDeps,
  actor: Actor,
  agencyId: string,
): ReturnType<Tenants['agencyMembers']> {
  const enter = agencyPlace(deps, actor, agencyId)
  const { rows, seen, invitations, mayInvite } = await enter(async (place) => {
    const { db, by } = place
    const rows = await db.select().from(member).where(eq(member.agencyId, agencyId)).orderBy(member.name)
    return {
      rows,
      seen: await lastSeen(
        db,
        rows.map((row) => row.userId),
      ),
      invitations: await listInvitations(place, deps.now()),
      mayInvite: AgencyRole.options.filter((each) => rankOf(each) <= rankOf(by.role)),
    }
  })
  const clients = await clientsOf(deps, actor, agencyId)
  const everyClient = [...new Map(clients.map((each) => [each.tenantId, each.name])).values()]
  const seenBy = (userId: string, role: AgencyRole) =>
    role === 'owner' || role === 'admin'
      ? everyClient
      : clients.filter((each) => each.userId === userId).map((each) => each.name)
  const members = rows.map(({ userId, name, email, role }) => ({
    ...{ userId, name, email, role },
    lastSeenAt: seen.get(userId) ?? null,
    tenants: seenBy(userId, role),
  }))
  return { members, invitations, mayInvite }
}

/** Changes somebody's role in the agency. The last owner stays one. */
export async function setAgencyRole(
  deps: TenantsDeps,
  actor: Actor,
  agencyId: string,
  { userId, role }: { userId: string; role: AgencyRole },
): Promise<void> {
  const enter = agencyPlace(deps, actor, agencyId)
  await enter(async (place) => {
    if (userId === place.by.userId) throw new Forbidden('Somebody else has to change your role.')
    const before = await lockMember(place, userId)
    requireNotAbove(place.by.role, role)
    if (before.role === 'owner' && role !== 'owner') await requireAnotherOwner(place, userId)
    if (rankOf(role) < rankOf(before.role)) await revokeInvitationsBy(place, userId, deps.now())
    await place.db
      .update(member)
      .set({ role })
      .where(and(eq(member.agencyId, agencyId), eq(member.userId, userId)))
    await place.tellOf(userId, 'member.role_changed', { before: { role: before.role }, after: { role } })
  })
  if (!may(role, 'keys.write')) await revokeKeysInAgency(deps, actor, agencyId, userId)
  await endSessionsOfTheBlind(deps.door, userId)
}

/**
 * Removes somebody from the agency and from every client of it. Asked and checked first, then client by client, the membership
 * last: stopped in the middle, calling it again finishes it.
 */
export async function removeFromAgency(
  deps: TenantsDeps,
  actor: Actor,
  agencyId: string,
  userId: string,
): Promise<void> {
  const enter = agencyPlace(deps, actor, agencyId)
  const removable = async (place: Place) => {
    const before = await lockMember(place, userId)
    if (before.role === 'owner') await requireAnotherOwner(place, userId)
    return before
  }
  await enter(removable)
  const granted = (await clientsOf(deps, actor, agencyId)).filter((each) => each.userId === userId)
  for (const { tenantId } of granted) await removeFromClient(deps, actor, tenantId, userId)
  await revokeKeysInAgency(deps, actor, agencyId, userId)
  await enter(async (place) => {
    const { role, email } = await removable(place)
    await revokeInvitationsBy(place, userId, deps.now())
    await place.db.delete(member).where(and(eq(member.agencyId, agencyId), eq(member.userId, userId)))
    await revokeInvitationsTo(place, email, deps.now())
    await place.tellOf(userId, 'member.removed', { role })
  })
  await endSessionsOfTheBlind(deps.door, userId)
}

/** The membership of somebody not above who entered, held until the transaction ends. */
async function lockMember({ db, agencyId, by }: Place, userId: string): Promise<typeof member.$inferSelect> {
  const [row] = await db
    .select()
    .from(member)
    .where(and(eq(member.agencyId, agencyId), eq(member.userId, userId)))
    .for('update')
  if (!row) throw new NotFound('No such member here.')
  requireNotAbove(by.role, row.role)
  return row
}

/** An agency without an owner could never get one again. Locks the owners, so that two cannot leave at once. */
async function requireAnotherOwner({ db, agencyId }: { db: Transaction; agencyId: string }, userId: string) {
  const owners = await db
    .select({ userId: member.userId })
    .from(member)
    .where(and(eq(member.agencyId, agencyId), eq(member.role, 'owner')))
    .orderBy(member.userId)
    .for('update')
  if (!owners.some((each) => each.userId !== userId)) throw new Conflict('An agency keeps at least one owner.')
}
