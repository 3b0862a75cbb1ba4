import { randomUUID } from 'node:crypto'
import { AgencyRole, NotFound, type TenantRole } from '@throughline/canonical'
import { appendAgencyAudit, appendAudit, redeem, sql, tables, type Door, type Transaction } from '@throughline/db'
import type { SignInResult } from '../sign-in/index.ts'
import { nameOf, tellGrantsChanged } from './grants.store.ts'
import { openInvitation, spendInvitation } from './invitations.store.ts'
import { z } from 'zod'
import { rankOf } from './may.ts'
import { Name } from './person.ts'
import { parsed } from './settings.ts'
import type { Tenants, TenantsDeps } from './tenants.ts'

/** The one answer to a link that is used, expired, revoked or unknown. */
const gone = () => new NotFound('This invitation does not work any more.')

/** What the page behind the link shows. */
export async function viewInvitation(
  { door, signIn, now }: TenantsDeps,
  token: string,
): ReturnType<Tenants['viewInvitation']> {
  const open = await openInvitation(door, token, now())
  if (!open) throw gone()
  const { email, invitedTo, role, expiresAt } = open.row
  return { email, invitedTo, role, expiresAt, hasAccount: (await signIn.accountOf(email)) !== undefined }
}

/** Accepts: a new person gets an account, one who has one proves it, and the role is given in the same transaction. */
export async function acceptInvitation(
  { door, signIn, now }: TenantsDeps,
  input: Parameters<Tenants['acceptInvitation']>[0],
): Promise<SignInResult> {
  const open = await openInvitation(door, input.token, now())
  if (!open) throw gone()
  const { email } = open.row
  if ((await signIn.accountOf(email)) !== undefined) {
    const { password, code, address, browser } = input
    const proved = await signIn.prove({ email, password, code, address, browser })
    if (proved.status === 'code_needed') return proved
    await give(door, open, proved.userId, now(), undefined)
    return signIn.open(proved.userId)
  }
  const { name } = parsed(z.object({ name: Name }), { name: input.name })
  const userId = randomUUID()
  const passwordHash = await signIn.hashPassword(input.password)
  await give(door, open, userId, now(), (db) => signIn.addUser(db, { userId, email, name, passwordHash }))
  return signIn.open(userId)
}

async function give(
  door: Door,
  { invitee, row }: NonNullable<Awaited<ReturnType<typeof openInvitation>>>,
  userId: string,
  now: Date,
  addUser: ((db: Transaction) => Promise<void>) | undefined,
): Promise<void> {
  await redeem(door.database, invitee, userId, async ({ db }) => {
    if (!(await spendInvitation(db, row.invitationId, now))) throw gone()
    await addUser?.(db)
    const person = { userId, name: await nameOf(db, userId), email: row.email, at: now.toISOString() }
    const agencyRole = AgencyRole.safeParse(row.role)
    if (agencyRole.success) await giveMembership(db, row.agencyId, person, agencyRole.data)
    if (row.grantTenantId !== null)
      await giveGrant(db, row.grantTenantId, person, row.role as TenantRole, row.persona, row.invitedBy)
    const entry = {
      at: now,
      actor: `user:${userId}`,
      action: 'invitation.accepted',
      subject: row.invitationId,
      detail: { role: row.role },
    }
    if (row.grantTenantId === null) await appendAgencyAudit(db, row.agencyId, entry)
    else await appendAudit(db, row.grantTenantId, entry)
    await tellGrantsChanged(db, userId)
  })
}

interface Newcomer {
  userId: string
  name: string
  email: string
  at: string
}

/** An invitation never takes away: who has a higher role keeps it. */
const higher = (now: string | undefined, invited: TenantRole) =>
  now !== undefined && rankOf(now as TenantRole) > rankOf(invited) ? (now as TenantRole) : invited

async function giveMembership(db: Transaction, agencyId: string, person: Newcomer, invited: AgencyRole): Promise<void> {
  const { member } = tables
  const [before] = await db
    .select({ role: member.role })
    .from(member)
    .where(sql`agency_id = ${agencyId} and user_id = ${person.userId}`)
    .for('update')
  const role = higher(before?.role, invited) as AgencyRole
  await db
    .insert(member)
    .values({ agencyId, userId: person.userId, role, name: person.name, email: person.email, createdAt: person.at })
    .onConflictDoUpdate({ target: [member.agencyId, member.userId], set: { role } })
}

async function giveGrant(
  db: Transaction,
  tenantId: string,
  person: Newcomer,
  invited: TenantRole,
  persona: string | null,
  invitedBy: string,
): Promise<void> {
  const grant = tables.tenantGrant
  const [before] = await db
    .select({ role: grant.role })
    .from(grant)
    .where(sql`user_id = ${person.userId}`)
    .for('update')
  const role = higher(before?.role, invited) as typeof grant.$inferInsert.role
  await db
    .insert(grant)
    .values({
      tenantId,
      userId: person.userId,
      role,
      persona,
      name: person.name,
      email: person.email,
      grantedBy: `user:${invitedBy}`,
      createdAt: person.at,
    })
    .onConflictDoUpdate({ target: [grant.tenantId, grant.userId], set: { role, persona } })
}
