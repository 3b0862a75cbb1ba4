import type { TenantRole } from '@throughline/canonical'

/** Only this file can make one: an actor is proof that somebody was authenticated. */
const proof = Symbol('authenticated')

/** Who is asking. Made by `authenticate…`, spent by the door. */
export type Actor = { readonly [proof]: true } & (
  | { readonly kind: 'user'; readonly userId: string }
  /** A job, a schedule or an owner's command, bound to one tenant. */
  | { readonly kind: 'job'; readonly tenantId: string; readonly name: string }
  /** A webhook's sender, proved by nothing yet but an unguessable address: may do what receiving needs. */
  | { readonly kind: 'hook'; readonly tenantId: string; readonly connectionId: string; readonly connector: string }
  /** Somebody holding a link from our mail: an invitation. */
  | {
      readonly kind: 'invitee'
      readonly agencyId: string
      readonly invitationId: string
      readonly tenantId: string | null
    }
)

/** What the door found out: a person's role, or that the system itself is at work. */
export type Role = TenantRole | 'system'

export function userActor(userId: string): Actor {
  return { [proof]: true, kind: 'user', userId }
}

export function jobActor(tenantId: string, name: string): Actor {
  return { [proof]: true, kind: 'job', tenantId, name }
}

export function hookActor(tenantId: string, connectionId: string, connector: string): Actor {
  return { [proof]: true, kind: 'hook', tenantId, connectionId, connector }
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
    case 'invitee':
      return `invitation:${actor.invitationId}`
  }
}
