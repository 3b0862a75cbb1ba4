import type { KeyScope, TenantRole } from '@throughline/canonical'

/** Only this file can make one: an actor is proof that somebody was authenticated. */
const proof = Symbol('authenticated')

/** Who is asking. Made by `authenticate…`, spent by the door. */
export type Actor = { readonly [proof]: true } & (
  | { readonly kind: 'user'; readonly userId: string }
  /** A job, a schedule or an owner's command, bound to one tenant. */
  | { readonly kind: 'job'; readonly tenantId: string; readonly name: string }
  /** A webhook's sender, proved by nothing yet but an unguessable address: may do what receiving needs. */
  | { readonly kind: 'hook'; readonly tenantId: string; readonly connectionId: string; readonly connector: string }
  /** A program that calls `/v1` with a key of one tenant. */
  | { readonly kind: 'key'; readonly tenantId: string; readonly keyId: string }
  /** Somebody holding a link from our mail: an invitation. */
  | {
      readonly kind: 'invitee'
      readonly agencyId: string
      readonly invitationId: string
      readonly tenantId: string | null
    }
)

/** What a key may do, as a role: `key:ingest`, `key:events:read figures:read`. Scopes are what it is made of. */
export type KeyRole = `key:${string}`

/** What the door found out: a person's role, a key's, or that the system itself is at work. */
export type Role = TenantRole | KeyRole | 'system'

export function keyRole(scopes: readonly string[]): KeyRole {
  return `key:${scopes.join(' ')}`
}

/** A key's scopes, as its role says; nothing for a person or the system. */
export function scopesOf(role: Role): readonly KeyScope[] | undefined {
  return role.startsWith('key:') ? (role.slice('key:'.length).split(' ') as KeyScope[]) : undefined
}

export function userActor(userId: string): Actor {
  return { [proof]: true, kind: 'user', userId }
}

export function jobActor(tenantId: string, name: string): Actor {
  return { [proof]: true, kind: 'job', tenantId, name }
}

export function hookActor(tenantId: string, connectionId: string, connector: string): Actor {
  return { [proof]: true, kind: 'hook', tenantId, connectionId, connector }
}

export function keyActor(tenantId: string, keyId: string): Actor {
  return { [proof]: true, kind: 'key', tenantId, keyId }
}

export function inviteeActor(agencyId: string, invitationId: string, tenantId: string | null): Actor {
  return { [proof]: true, kind: 'invitee', agencyId, invitationId, tenantId }
}

/** How an actor is called in audit rows. */
export function actorName(actor: Actor): string {
  switch (actor.kind) {
    case 'user':
      return `user:${actor.userId}`
    case 'job':
      return `job:${actor.name}`
    case 'hook':
      return `hook:${actor.connectionId}`
    case 'key':
      return `key:${actor.keyId}`
    case 'invitee':
      return `invitation:${actor.invitationId}`
  }
}
