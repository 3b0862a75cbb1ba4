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
  type Transaction,
} from '@throughline/db'
import { loginOf } from '../sign-in/index.ts'
import { invitationLastsMs, stateOf } from './invitation-rules.ts'
import { rankOf } from './may.ts'
import type { InvitationCard } from './tenants.ts'

const invitation = tables.invitation

export interface NewInvitation {
  agencyId: string
  tenantId: string | null
  invitedTo: string
  email: string
  role: TenantRole
  persona: Persona | null
  by: { userId: string; name: string }
}

/** Writes an invitation down; an earlier open one of the same address to the same place ends. The token is told once. */
export async function writeInvitation(
  db: Transaction,
  it: NewInvitation,
  now: Date,
): Promise<{ invitationId: string; token: string }> {
  const token = randomBytes(32).toString('base64url')
  const invitationId = randomUUID()
  const login = loginOf(it.email)
  await db
    .update(invitation)
    .set({ revokedAt: now.toISOString() })
    .where(
      and(
        eq(invitation.agencyId, it.agencyId),
        eq(invitation.login, login),
        it.tenantId === null ? isNull(invitation.grantTenantId) : eq(invitation.grantTenantId, it.tenantId),
        isNull(invitation.acceptedAt),
        isNull(invitation.revokedAt),
      ),
    )
  await db.insert(invitation).values({
    agencyId: it.agencyId,
    invitationId,
    grantTenantId: it.tenantId,
    invitedTo: it.invitedTo,
    email: it.email.trim(),
    login,
    role: it.role,
    persona: it.persona,
    tokenHash: tokenHash(token),
    invitedBy: it.by.userId,
    invitedByName: it.by.name,
    createdAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + invitationLastsMs).toISOString(),
  })
  return { invitationId, token }
}

/** The newest 200 invitations to a place, without those that give more than the reader's own role. */
export async function listInvitations(
  db: Transaction,
  where: { agencyId: string; tenantId: string | null },
  reader: TenantRole,
  now: Date,
): Promise<InvitationCard[]> {
  const rows = await db
    .select()
    .from(invitation)
    .where(
      and(
        eq(invitation.agencyId, where.agencyId),
        where.tenantId === null ? isNull(invitation.grantTenantId) : eq(invitation.grantTenantId, where.tenantId),
      ),
    )
    .orderBy(desc(invitation.createdAt))
    .limit(200)
  return rows
    .filter((row) => rankOf(row.role as TenantRole) <= rankOf(reader))
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
  where: { agencyId: string; tenantId: string | null },
  invitationId: string,
): Promise<typeof invitation.$inferSelect | undefined> {
  const [row] = await db
    .select()
    .from(invitation)
    .where(
      and(
        eq(invitation.agencyId, where.agencyId),
        eq(invitation.invitationId, invitationId),
        where.tenantId === null ? isNull(invitation.grantTenantId) : eq(invitation.grantTenantId, where.tenantId),
      ),
    )
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
    .where(
      and(
        eq(invitation.agencyId, agencyId),
        eq(invitation.invitationId, invitationId),
        isNull(invitation.acceptedAt),
        isNull(invitation.revokedAt),
      ),
    )
    .returning({ id: invitation.invitationId })
  return revoked.length === 1
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
    .where(and(eq(invitation.invitationId, invitationId), isNull(invitation.acceptedAt), isNull(invitation.revokedAt)))
    .returning({ id: invitation.invitationId })
  return spent.length === 1
}
