import { createHash } from 'node:crypto'
import type { KeyKind, KeyScope } from '@throughline/canonical'
import { sql } from 'drizzle-orm'
import { hookActor, inviteeActor, jobActor, keyActor, userActor, type Actor } from './actor.ts'
import type { Database } from './database.ts'

/** SHA-256 in hex: all that is stored of a session's token, an invitation's or a reset's. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

/** A session as its token finds it: whose it is, and its times. It may be over. */
export interface FoundSession {
  actor: Actor & { kind: 'user' }
  expiresAt: Date
  lastSeenAt: Date
}

/** The session of a token, over or not. */
export async function findSession(database: Database, token: string): Promise<FoundSession | undefined> {
  const [found] = await database.call<{ user_id: string; expires_at: string; last_seen_at: string }>(
    sql`select * from find_session(${tokenHash(token)})`,
  )
  return (
    found && {
      actor: userActor(found.user_id) as Actor & { kind: 'user' },
      expiresAt: new Date(found.expires_at),
      lastSeenAt: new Date(found.last_seen_at),
    }
  )
}

/** The person behind a session's token, while it lasts. */
export async function authenticateSession(
  database: Database,
  token: string,
  now: Date,
): Promise<(Actor & { kind: 'user' }) | undefined> {
  const found = await findSession(database, token)
  return found && found.expiresAt > now ? found.actor : undefined
}

/** Whoever posts to a connection's address. Nothing is proved yet but the address; the connector verifies the rest. */
export async function authenticateHook(
  database: Database,
  connectionId: string,
): Promise<(Actor & { kind: 'hook' }) | undefined> {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(connectionId)) return undefined
  const [found] = await database.call<{ tenant_id: string; connector: string }>(
    sql`select * from find_connection(${connectionId}::uuid)`,
  )
  return found && (hookActor(found.tenant_id, connectionId, found.connector) as Actor & { kind: 'hook' })
}

/** Whoever holds an invitation's link. */
export async function authenticateInvitee(
  database: Database,
  token: string,
): Promise<(Actor & { kind: 'invitee' }) | undefined> {
  const [found] = await database.call<{ agency_id: string; invitation_id: string; tenant_id: string | null }>(
    sql`select * from find_invitation(${tokenHash(token)})`,
  )
  return found && (inviteeActor(found.agency_id, found.invitation_id, found.tenant_id) as Actor & { kind: 'invitee' })
}

/** A key that works, with what it is let into. */
export interface FoundKey {
  actor: Actor & { kind: 'key' }
  tenantId: string
  keyId: string
  kind: KeyKind
  scopes: readonly KeyScope[]
  origins: readonly string[]
  expiresAt: Date | undefined
}

/** The key of that text, if it works now: unknown, revoked, expired, its maker gone or its client archived answer alike. */
export async function authenticateKey(database: Database, text: string, now: Date): Promise<FoundKey | undefined> {
  const [found] = await database.call<{
    tenant_id: string
    key_id: string
    kind: KeyKind
    scopes: KeyScope[]
    origins: string[]
    expires_at: string | null
  }>(sql`select * from find_api_key(${tokenHash(text)}, ${now.toISOString()}::timestamptz)`)
  return (
    found && {
      actor: keyActor(found.tenant_id, found.key_id) as Actor & { kind: 'key' },
      tenantId: found.tenant_id,
      keyId: found.key_id,
      kind: found.kind,
      scopes: found.scopes,
      origins: found.origins,
      expiresAt: found.expires_at === null ? undefined : new Date(found.expires_at),
    }
  )
}

/** The system itself, at work for one tenant: jobs, schedules, the owner's own commands. Its name stands in audit rows. */
export function authenticateJob(tenantId: string, name: string): Actor {
  return jobActor(tenantId, name)
}
