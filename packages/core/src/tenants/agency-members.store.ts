import { Conflict, Forbidden, NotFound, type AgencyRole } from '@throughline/canonical'
import { actorName, and, appendAgencyAudit, eq, tables, type Actor, type Transaction } from '@throughline/db'
import { z } from 'zod'
import {
  endSessionsOfTheBlind,
  lastSeen,
  nameOf,
  revokeInvitationsBy,
  revokeInvitationsTo,
  tellGrantsChanged,
} from './grants.store.ts'
import { listInvitations, readInvitation, revokeInvitation, writeInvitation } from './invitations.store.ts'
import { invitationMail } from './mails.ts'
import { rankOf, requireMay } from './may.ts'
import { takeGrant } from './members.store.ts'
import { Email } from './person.ts'
import { parsed } from './settings.ts'
import type { Tenants, TenantsDeps } from './tenants.ts'

const member = tables.member
const agencyRoles = ['owner', 'admin', 'strategist', 'analyst'] as const

/** Runs `fn` in the agency for an owner or admin. */
async function managing<T>(
  { door }: TenantsDeps,
  actor: Actor,
  agencyId: string,
  fn: (inside: { db: Transaction; role: AgencyRole; userId: string }) => Promise<T>,
): Promise<T> {
  return door.withAgency(actor, agencyId, async ({ db, role }) => {
    requireMay(role, 'agency.members')
    if (role === 'system' || actor.kind !== 'user') throw new Forbidden('Only a person may do this.')
    return fn({ db, role, userId: actor.userId })
  })
}

function requireNotAbove(own: AgencyRole, other: AgencyRole): void {
  if (rankOf(other) > rankOf(own)) throw new Forbidden('That is above your own role.')
}

const listed = async (deps: TenantsDeps, actor: Actor, agencyId: string) => {
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
  const answer = await managing(deps, actor, agencyId, async ({ db, role }) => {
    const rows = await db.select().from(member).where(eq(member.agencyId, agencyId)).orderBy(member.name)
    return {
      rows,
      seen: await lastSeen(
        db,
        rows.map((row) => row.userId),
      ),
      invitations: await listInvitations(db, { agencyId, tenantId: null }, role, deps.now()),
      mayInvite: agencyRoles.filter((each) => rankOf(each) <= rankOf(role)),
    }
  })
  const clients = await listed(deps, actor, agencyId)
  const everyClient = [...new Map(clients.map((each) => [each.tenantId, each.name])).values()]
  const seenBy = (userId: string, role: AgencyRole) =>
    role === 'owner' || role === 'admin'
      ? everyClient
      : clients.filter((each) => each.userId === userId).map((each) => each.name)
  return {
    members: answer.rows.map((row) => ({
      userId: row.userId,
      name: row.name,
      email: row.email,
      role: row.role,
      lastSeenAt: answer.seen.get(row.userId) ?? null,
      tenants: seenBy(row.userId, row.role),
    })),
    invitations: answer.invitations,
    mayInvite: [...answer.mayInvite],
  }
}

/** Invites to the agency itself. */
export async function inviteToAgency(
  deps: TenantsDeps,
  actor: Actor,
  agencyId: string,
  input: { email: string; role: AgencyRole },
): Promise<{ token: string }> {
  const { mailer, now, publicUrl, later } = deps
  const token = await managing(deps, actor, agencyId, async ({ db, role, userId }) => {
    const { email } = parsed(z.object({ email: Email }), { email: input.email })
    requireNotAbove(role, input.role)
    const [agency] = await db.select().from(tables.agency).where(eq(tables.agency.agencyId, agencyId))
    const invitedTo = agency?.name ?? ''
    const by = { userId, name: await nameOf(db, userId) }
    const written = await writeInvitation(
      db,
      { ...input, email, persona: null, agencyId, tenantId: null, invitedTo, by },
      now(),
    )
    await mailer.queue(db, invitationMail(email, invitedTo, by.name, `${publicUrl}/invitation/${written.token}`))
    await appendAgencyAudit(db, agencyId, {
      at: now(),
      actor: actorName(actor),
      action: 'member.invited',
      subject: written.invitationId,
      detail: { role: input.role },
    })
    return written.token
  })
  later(async () => {
    await mailer.deliver()
  })
  return { token }
}

/** Changes somebody's role in the agency. The last owner stays one. */
export async function setAgencyRole(
  deps: TenantsDeps,
  actor: Actor,
  agencyId: string,
  input: { userId: string; role: AgencyRole },
): Promise<void> {
  await managing(deps, actor, agencyId, async ({ db, role, userId }) => {
    if (input.userId === userId) throw new Forbidden('Somebody else has to change your role.')
    const before = await lockMember(db, agencyId, input.userId)
    requireNotAbove(role, before)
    requireNotAbove(role, input.role)
    if (before === 'owner' && input.role !== 'owner') await requireAnotherOwner(db, agencyId, input.userId)
    if (rankOf(input.role) < rankOf(before)) await revokeInvitationsBy(db, input.userId, { agencyId }, deps.now())
    await db
      .update(member)
      .set({ role: input.role })
      .where(and(eq(member.agencyId, agencyId), eq(member.userId, input.userId)))
    await appendAgencyAudit(db, agencyId, {
      at: deps.now(),
      actor: actorName(actor),
      action: 'member.role_changed',
      subject: `user:${input.userId}`,
      detail: { before: { role: before }, after: { role: input.role } },
    })
    await tellGrantsChanged(db, input.userId)
  })
  await endSessionsOfTheBlind(deps.door, input.userId)
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
  const { door, now } = deps
  await managing(deps, actor, agencyId, async ({ db, role }) => {
    const before = await lockMember(db, agencyId, userId)
    requireNotAbove(role, before)
    if (before === 'owner') await requireAnotherOwner(db, agencyId, userId)
  })
  const tenantIds = (await listed(deps, actor, agencyId)).filter((each) => each.userId === userId)
  for (const { tenantId } of tenantIds)
    await door.withTenant(actor, tenantId, async (inside) => {
      const [row] = await inside.db
        .select()
        .from(tables.tenantGrant)
        .where(eq(tables.tenantGrant.userId, userId))
        .for('update')
      if (row) await takeGrant(inside, userId, row.role, now())
    })
  await managing(deps, actor, agencyId, async ({ db, role }) => {
    const before = await lockMember(db, agencyId, userId)
    requireNotAbove(role, before)
    if (before === 'owner') await requireAnotherOwner(db, agencyId, userId)
    await revokeInvitationsBy(db, userId, { agencyId }, now())
    const gone = await db
      .delete(member)
      .where(and(eq(member.agencyId, agencyId), eq(member.userId, userId)))
      .returning({ email: member.email })
    for (const { email } of gone) await revokeInvitationsTo(db, email, { agencyId }, deps.now())
    await appendAgencyAudit(db, agencyId, {
      at: now(),
      actor: actorName(actor),
      action: 'member.removed',
      subject: `user:${userId}`,
      detail: { role: before },
    })
    await tellGrantsChanged(db, userId)
  })
  await endSessionsOfTheBlind(door, userId)
}

/** Ends an open invitation to the agency. */
export async function revokeAgencyInvitation(
  deps: TenantsDeps,
  actor: Actor,
  agencyId: string,
  invitationId: string,
): Promise<void> {
  await managing(deps, actor, agencyId, async ({ db, role }) => {
    const row = await readInvitation(db, { agencyId, tenantId: null }, invitationId)
    if (!row) throw new NotFound('No such invitation.')
    requireNotAbove(role, row.role as AgencyRole)
    if (!(await revokeInvitation(db, agencyId, invitationId, deps.now())))
      throw new Conflict('This invitation is not open any more.')
    await appendAgencyAudit(db, agencyId, {
      at: deps.now(),
      actor: actorName(actor),
      action: 'invitation.revoked',
      subject: invitationId,
      detail: {},
    })
  })
}

async function lockMember(db: Transaction, agencyId: string, userId: string): Promise<AgencyRole> {
  const [row] = await db
    .select({ role: member.role })
    .from(member)
    .where(and(eq(member.agencyId, agencyId), eq(member.userId, userId)))
    .for('update')
  if (!row) throw new NotFound('No such member here.')
  return row.role
}

/** An agency without an owner could never get one again. Locks the owners, so that two cannot leave at once. */
async function requireAnotherOwner(db: Transaction, agencyId: string, userId: string): Promise<void> {
  const owners = await db
    .select({ userId: member.userId })
    .from(member)
    .where(and(eq(member.agencyId, agencyId), eq(member.role, 'owner')))
    .orderBy(member.userId)
    .for('update')
  if (!owners.some((each) => each.userId !== userId)) throw new Conflict('An agency keeps at least one owner.')
}
