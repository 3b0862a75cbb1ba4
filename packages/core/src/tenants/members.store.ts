import { Conflict, Forbidden, Invalid, NotFound, Persona, type TenantRole } from '@throughline/canonical'
import { eq, inArray, sql, tables, type Actor, type Transaction } from '@throughline/db'
import { endSessionsOfTheBlind, lastSeen } from './grants.store.ts'
import { isGranted } from './invitation-rules.ts'
import { listInvitations, revokeInvitationsBy, revokeInvitationsTo } from './invitations.store.ts'
import { revokeKeysOf } from './keys-of.store.ts'
import { may, mayGive, rankOf, requireNotAbove } from './may.ts'
import { clientPlace, type Place } from './place.store.ts'
import type { MemberCard, Tenants, TenantsDeps } from './tenants.ts'

const grant = tables.tenantGrant

/** Who may see this client, and who is invited to. A client's people see those granted here, not the agency's others. */
export async function members(deps: TenantsDeps, actor: Actor, tenantId: string): ReturnType<Tenants['members']> {
  return clientPlace(
    deps,
    actor,
    tenantId,
    'members.read',
  )(async (place) => {
    const { db, agencyId, by } = place
    // Without the agency entered (a client's people) this answers nothing, by policy.
    const above = await db
      .select()
      .from(tables.member)
      .where(sql`agency_id = ${agencyId} and role in ('owner', 'admin') and agency_id = any (current_agencies())`)
    const grants = (await db.select().from(grant)).filter((row) => !above.some((each) => each.userId === row.userId))
    const seen = await lastSeen(
      db,
      [...above, ...grants].map((row) => row.userId),
    )
    const card = (
      { userId, name, email, role }: { userId: string; name: string; email: string; role: TenantRole },
      via: MemberCard['via'],
      persona: string | null,
    ): MemberCard => ({
      ...{ userId, name, email, role, via },
      persona: Persona.nullable().catch(null).parse(persona),
      lastSeenAt: seen.get(userId) ?? null,
    })
    const cards = [
      ...above.map((row) => card(row, 'agency', null)),
      ...grants.map((row) => card(row, 'grant', row.persona)),
    ].sort((a, b) => rankOf(b.role) - rankOf(a.role) || a.name.localeCompare(b.name))
    const invitations = await listInvitations(place, deps.now())
    return { members: cards, invitations, mayInvite: mayGive(by.role).filter(isGranted) }
  })
}

/** Changes a granted role or persona. Nobody raises themselves, and nobody touches a role above their own. */
export async function setRole(
  deps: TenantsDeps,
  actor: Actor,
  tenantId: string,
  { userId, role, persona }: Parameters<Tenants['setRole']>[2],
): Promise<void> {
  await clientPlace(
    deps,
    actor,
    tenantId,
    'members.write',
  )(async (place) => {
    const { db, agencyId, by } = place
    const before = await lockGrant(db, userId)
    if (!isGranted(role)) throw new Invalid('This role is given on the agency’s own page.', 'role')
    if (before.role !== role) {
      if (userId === by.userId) throw new Forbidden('Somebody else has to change your role.')
      requireNotAbove(by.role, before.role)
      requireNotAbove(by.role, role)
      const staff = role === 'strategist' || role === 'analyst'
      if (staff && !(await worksFor(db, agencyId, userId)))
        throw new Conflict('This role is for people of the agency: invite them there first.')
      if (rankOf(role) < rankOf(before.role)) await revokeInvitationsBy(place, userId, deps.now())
      if (!may(role, 'keys.write')) await revokeKeysOf(place, userId, deps.now())
    }
    await db.update(grant).set({ role, persona }).where(eq(grant.userId, userId))
    await place.tellOf(userId, 'member.role_changed', {
      before: { role: before.role, persona: before.persona },
      after: { role, persona },
    })
  })
}

/**
 * Takes a grant away: the person's open invitations to this client end, open pages close, and sessions that now see nothing
 * end. What they had scheduled goes on: a schedule belongs to the client and runs in its name, so there is no owner to change.
 */
export async function remove(deps: TenantsDeps, actor: Actor, tenantId: string, userId: string): Promise<void> {
  await clientPlace(
    deps,
    actor,
    tenantId,
    'members.write',
  )(async (place) => {
    const before = await lockGrant(place.db, userId)
    requireNotAbove(place.by.role, before.role)
    await takeGrant(place, before, deps.now())
  })
  await endSessionsOfTheBlind(deps.door, userId)
}

/** Takes the grant of somebody who leaves the agency, where there is one. */
export async function removeFromClient(
  deps: TenantsDeps,
  actor: Actor,
  tenantId: string,
  userId: string,
): Promise<void> {
  await clientPlace(
    deps,
    actor,
    tenantId,
    'members.write',
  )(async (place) => {
    const before = await readGrant(place.db, userId)
    if (before) await takeGrant(place, before, deps.now())
  })
}

/** Deletes a grant and what hangs on it, and tells. */
async function takeGrant(place: Place, { userId, role, email }: typeof grant.$inferSelect, now: Date): Promise<void> {
  await place.db.delete(grant).where(eq(grant.userId, userId))
  await revokeInvitationsTo(place, email, now)
  await revokeInvitationsBy(place, userId, now)
  await revokeKeysOf(place, userId, now)
  await place.tellOf(userId, 'member.removed', { role })
}

async function lockGrant(db: Transaction, userId: string): Promise<typeof grant.$inferSelect> {
  const row = await readGrant(db, userId)
  if (!row) throw new NotFound('No such member here.')
  return row
}

async function readGrant(db: Transaction, userId: string): Promise<typeof grant.$inferSelect | undefined> {
  const [row] = await db
    .select()
    .from(grant)
    .where(inArray(grant.userId, [userId]))
    .for('update')
  return row
}

async function worksFor(db: Transaction, agencyId: string, userId: string): Promise<boolean> {
  const rows = await db.execute(sql`select 1 from member where agency_id = ${agencyId} and user_id = ${userId}`)
  return rows.length > 0
}
