import { Conflict, Forbidden, Invalid, NotFound, Persona, TenantRole } from '@throughline/canonical'
import {
  actorName,
  appendAudit,
  eq,
  inArray,
  sql,
  tables,
  type Actor,
  type Inside,
  type Transaction,
} from '@throughline/db'
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
import { mayGive, rankOf, requireMay } from './may.ts'
import { Email } from './person.ts'
import { parsed } from './settings.ts'
import type { MemberCard, Tenants, TenantsDeps } from './tenants.ts'

const grant = tables.tenantGrant
type GrantRole = (typeof grant.$inferSelect)['role']

/** Roles that belong to one client; owner and admin belong to the agency. */
const granted = (role: TenantRole): role is GrantRole => role !== 'owner' && role !== 'admin'
const personaOf = (text: string | null) => Persona.nullable().catch(null).parse(text)

/** A person's role, which the system's own work does not have here. */
function personal(inside: Inside): { role: TenantRole; userId: string } {
  const role = TenantRole.safeParse(inside.role)
  if (!role.success || inside.actor.kind !== 'user') throw new Forbidden('Only a person may do this.')
  return { role: role.data, userId: inside.actor.userId }
}

function requireNotAbove(own: TenantRole, other: TenantRole): void {
  if (rankOf(other) > rankOf(own)) throw new Forbidden('That is above your own role.')
}

/** Who may see this client, and who is invited to. A client's people see those granted here, not the agency's others. */
export async function members(
  { door, now }: TenantsDeps,
  actor: Actor,
  tenantId: string,
): ReturnType<Tenants['members']> {
  return door.withTenant(actor, tenantId, async (inside) => {
    requireMay(inside.role, 'members.read')
    const { db, agencyId } = inside
    const { role } = personal(inside)
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
      row: { userId: string; name: string; email: string; role: TenantRole },
      via: MemberCard['via'],
      persona: string | null,
    ): MemberCard => ({
      userId: row.userId,
      name: row.name,
      email: row.email,
      role: row.role,
      persona: personaOf(persona),
      via,
      lastSeenAt: seen.get(row.userId) ?? null,
    })
    const cards = [
      ...above.map((row) => card(row, 'agency', null)),
      ...grants.map((row) => card(row, 'grant', row.persona)),
    ].sort((a, b) => rankOf(b.role) - rankOf(a.role) || a.name.localeCompare(b.name))
    const invitations = await listInvitations(db, { agencyId, tenantId }, role, now())
    return { members: cards, invitations, mayInvite: mayGive(role).filter(granted) }
  })
}

/** Invites to this client. The answer and the work are the same whether or not the address has an account. */
export async function invite(
  { door, mailer, now, publicUrl, later }: TenantsDeps,
  actor: Actor,
  tenantId: string,
  input: Parameters<Tenants['invite']>[2],
): Promise<{ token: string }> {
  const token = await door.withTenant(actor, tenantId, async (inside) => {
    requireMay(inside.role, 'members.write')
    const { db, agencyId } = inside
    const { role, userId } = personal(inside)
    const email = parsed(z.object({ email: Email }), { email: input.email }).email
    if (!granted(input.role)) throw new Invalid('This role is given on the agency’s own page.', 'role')
    requireNotAbove(role, input.role)
    const by = { userId, name: await nameOf(db, userId) }
    const [tenant] = await db.select({ name: tables.tenant.name }).from(tables.tenant)
    const invitedTo = tenant?.name ?? ''
    const written = await writeInvitation(db, { ...input, email, agencyId, tenantId, invitedTo, by }, now())
    await mailer.queue(db, invitationMail(email, invitedTo, by.name, `${publicUrl}/invitation/${written.token}`))
    await appendAudit(db, tenantId, {
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

/** Changes a granted role or persona. Nobody raises themselves, and nobody touches a role above their own. */
export async function setRole(
  { door, now }: TenantsDeps,
  actor: Actor,
  tenantId: string,
  input: Parameters<Tenants['setRole']>[2],
): Promise<void> {
  await door.withTenant(actor, tenantId, async (inside) => {
    requireMay(inside.role, 'members.write')
    const { db, agencyId } = inside
    const { role, userId } = personal(inside)
    const before = await lockGrant(db, input.userId)
    if (!granted(input.role)) throw new Invalid('This role is given on the agency’s own page.', 'role')
    if (before.role !== input.role) {
      if (input.userId === userId) throw new Forbidden('Somebody else has to change your role.')
      requireNotAbove(role, before.role)
      requireNotAbove(role, input.role)
      const staff = input.role === 'strategist' || input.role === 'analyst'
      if (staff && !(await worksFor(db, agencyId, input.userId)))
        throw new Conflict('This role is for people of the agency: invite them there first.')
      if (rankOf(input.role) < rankOf(before.role)) await revokeInvitationsBy(db, input.userId, { tenantId }, now())
    }
    await db.update(grant).set({ role: input.role, persona: input.persona }).where(eq(grant.userId, input.userId))
    await appendAudit(db, tenantId, {
      at: now(),
      actor: actorName(actor),
      action: 'member.role_changed',
      subject: `user:${input.userId}`,
      detail: {
        before: { role: before.role, persona: before.persona },
        after: { role: input.role, persona: input.persona },
      },
    })
    await tellGrantsChanged(db, input.userId)
  })
}

/**
 * Takes a grant away: the person's open invitations to this client end, open pages close, and sessions that now see nothing
 * end. What they had scheduled goes on: a schedule belongs to the client and runs in its name, so there is no owner to change.
 */
export async function remove(
  { door, now }: TenantsDeps,
  actor: Actor,
  tenantId: string,
  userId: string,
): Promise<void> {
  await door.withTenant(actor, tenantId, async (inside) => {
    requireMay(inside.role, 'members.write')
    const { role } = personal(inside)
    const before = await lockGrant(inside.db, userId)
    requireNotAbove(role, before.role)
    await takeGrant(inside, userId, before.role, now())
  })
  await endSessionsOfTheBlind(door, userId)
}

/** Deletes a grant and what hangs on it, and tells. */
export async function takeGrant(
  { db, tenantId, actor }: Inside,
  userId: string,
  role: string,
  at: Date,
): Promise<void> {
  const gone = await db.delete(grant).where(eq(grant.userId, userId)).returning({ email: grant.email })
  for (const { email } of gone) await revokeInvitationsTo(db, email, { tenantId }, at)
  await revokeInvitationsBy(db, userId, { tenantId }, at)
  await appendAudit(db, tenantId, {
    at,
    actor: actorName(actor),
    action: 'member.removed',
    subject: `user:${userId}`,
    detail: { role },
  })
  await tellGrantsChanged(db, userId)
}

/** Ends an open invitation. */
export async function revoke(
  { door, now }: TenantsDeps,
  actor: Actor,
  tenantId: string,
  invitationId: string,
): Promise<void> {
  await door.withTenant(actor, tenantId, async (inside) => {
    requireMay(inside.role, 'members.write')
    const { db, agencyId } = inside
    const { role } = personal(inside)
    const row = await readInvitation(db, { agencyId, tenantId }, invitationId)
    if (!row) throw new NotFound('No such invitation.')
    requireNotAbove(role, row.role as TenantRole)
    if (!(await revokeInvitation(db, agencyId, invitationId, now())))
      throw new Conflict('This invitation is not open any more.')
    await appendAudit(db, tenantId, {
      at: now(),
      actor: actorName(actor),
      action: 'invitation.revoked',
      subject: invitationId,
      detail: {},
    })
  })
}

async function lockGrant(db: Transaction, userId: string): Promise<typeof grant.$inferSelect> {
  const [row] = await db
    .select()
    .from(grant)
    .where(inArray(grant.userId, [userId]))
    .for('update')
  if (!row) throw new NotFound('No such member here.')
  return row
}

async function worksFor(db: Transaction, agencyId: string, userId: string): Promise<boolean> {
  const rows = await db.execute(sql`select 1 from member where agency_id = ${agencyId} and user_id = ${userId}`)
  return rows.length > 0
}
