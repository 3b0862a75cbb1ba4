import { randomBytes, randomUUID } from 'node:crypto'
import { Persona, type TenantRole } from '@throughline/canonical'
import {
  and,
  authenticateInvitee,
  desc,
  eq,
  isNull,
  tables,
  tokenHash,
  type Actor,
  type Door,
  type SQL,
  type Transaction,
} from '@throughline/db'
import { loginOf } from '../sign-in/index.ts'
import { invitationLastsMs, stateOf } from './invitation-rules.ts'
import { rankOf } from './may.ts'
import type { Place } from './place.store.ts'
import type { InvitationCard } from './tenants.ts'

const invitation = tables.invitation

/** The agency itself, or one client of it. */
type Where = Pick<Place, 'agencyId' | 'tenantId'>

const to = ({ agencyId, tenantId }: Where) =>
  and(
    eq(invitation.agencyId, agencyId),
    tenantId === null ? isNull(invitation.grantTenantId) : eq(invitation.grantTenantId, tenantId),
  )
const isOpen = and(isNull(invitation.acceptedAt), isNull(invitation.revokedAt))

/** Writes an invitation down; an earlier open one of the same address to the same place ends. The token is told once. */
export async function writeInvitation(
  place: Pick<Place, 'db' | 'agencyId' | 'tenantId' | 'by'>,
  { email, role, persona }: { email: string; role: TenantRole; persona: Persona | null },
  names: { place: string; by: string },
  now: Date,
): Promise<{ invitationId: string; token: string }> {
  const { db, agencyId, tenantId, by } = place
  const token = randomBytes(32).toString('base64url')
  const invitationId = randomUUID()
  const login = loginOf(email)
  await db
    .update(invitation)
    .set({ revokedAt: now.toISOString() })
    .where(and(to(place), eq(invitation.login, login), isOpen))
  await db.insert(invitation).values({
    agencyId,
    invitationId,
    grantTenantId: tenantId,
    invitedTo: names.place,
    email: email.trim(),
    login,
    role,
    persona,
    tokenHash: tokenHash(token),
    invitedBy: by.userId,
    invitedByName: names.by,
    createdAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + invitationLastsMs).toISOString(),
  })
  return { invitationId, token }
}

/** The newest 200 invitations to a place, without those that give more than the reader's own role. */
export async function listInvitations(
  place: Pick<Place, 'db' | 'agencyId' | 'tenantId' | 'by'>,
  now: Date,
): Promise<InvitationCard[]> {
  const rows = await place.db.select().from(invitation).where(to(place)).orderBy(desc(invitation.createdAt)).limit(200)
  return rows
    .filter((row) => rankOf(row.role as TenantRole) <= rankOf(place.by.role))
    .map((row) => ({
      invitationId: row.invitationId,
      email: row.email,
      role: row.role,
      persona: Persona.nullable().catch(null).parse(row.persona),
      invitedBy: row.invitedByName,
      expiresAt: row.expiresAt,
      state: stateOf(row, now),
    }))
}

/** An invitation to a place, by id. */
export async function readInvitation(
  db: Transaction,
  where: Where,
  invitationId: string,
): Promise<typeof invitation.$inferSelect | undefined> {
  const [row] = await db
    .select()
    .from(invitation)
    .where(and(to(where), eq(invitation.invitationId, invitationId)))
  return row
}

/** Ends an open invitation. @returns whether there was one */
export async function revokeInvitation(
  db: Transaction,
  agencyId: string,
  invitationId: string,
  now: Date,
): Promise<boolean> {
  const revoked = await db
    .update(invitation)
    .set({ revokedAt: now.toISOString() })
    .where(and(eq(invitation.agencyId, agencyId), eq(invitation.invitationId, invitationId), isOpen))
    .returning({ id: invitation.invitationId })
  return revoked.length === 1
}

/** Ends the invitations somebody sent and nobody accepted yet: they would outlive the right to send them. */
export async function revokeInvitationsBy(place: Where & Pick<Place, 'db'>, userId: string, now: Date): Promise<void> {
  await revokeOpen(place, eq(invitation.invitedBy, userId), now)
}

/** Ends the invitations to somebody's address that nobody accepted yet: they would bring a removed person back. */
export async function revokeInvitationsTo(place: Where & Pick<Place, 'db'>, email: string, now: Date): Promise<void> {
  await revokeOpen(place, eq(invitation.login, loginOf(email)), now)
}

/** In an agency, those to all its clients too. */
async function revokeOpen({ db, agencyId, tenantId }: Where & Pick<Place, 'db'>, which: SQL, now: Date): Promise<void> {
  const target = tenantId === null ? eq(invitation.agencyId, agencyId) : eq(invitation.grantTenantId, tenantId)
  await db
    .update(invitation)
    .set({ revokedAt: now.toISOString() })
    .where(and(target, which, isOpen))
}

/** What a token opens, while it does: used, expired, revoked and unknown answer alike with nothing. */
export async function openInvitation(
  door: Door,
  token: string,
  now: Date,
): Promise<{ invitee: Actor & { kind: 'invitee' }; row: typeof invitation.$inferSelect } | undefined> {
  const invitee = await authenticateInvitee(door.database, token)
  if (!invitee) return undefined
  const row = await door.withAgency(invitee, invitee.agencyId, ({ db }) =>
    readInvitation(db, { agencyId: invitee.agencyId, tenantId: invitee.tenantId }, invitee.invitationId),
  )
  return row && stateOf(row, now) === 'open' ? { invitee, row } : undefined
}

/** Spends an open invitation. @returns false when somebody spent it first */
export async function spendInvitation(db: Transaction, invitationId: string, now: Date): Promise<boolean> {
  const spent = await db
    .update(invitation)
    .set({ acceptedAt: now.toISOString() })
    .where(and(eq(invitation.invitationId, invitationId), isOpen))
    .returning({ id: invitation.invitationId })
  return spent.length === 1
}
