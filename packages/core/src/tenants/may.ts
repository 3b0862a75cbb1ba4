import { Forbidden, hasScope, type KeyScope, type TenantRole } from '@throughline/canonical'
import type { Role } from '@throughline/db'

/** Every role of a person, highest first. `system` is our own work and stands outside the order: it invites nobody. */
const staff = ['owner', 'admin', 'strategist', 'analyst'] as const
const managers = ['owner', 'admin'] as const
const everyone = [...staff, 'client_admin', 'viewer'] as const

/**
 * Who may do what: permission → roles, the whole table. Revenue and personal data are permissions of their own, so that a
 * field can be withheld where its page is not. A persona never appears here.
 */
const permissions = {
  'overview.read': [...everyone, 'system'],
  /** Money figures. Every role has it today; a role without it gets the page with the field withheld. */
  'revenue.read': [...everyone, 'system'],
  'proof.read': [...everyone, 'system'],
  /** By which model and window credit is kept. */
  'attribution.choose': [...managers, 'strategist'],
  'connections.read': [...staff, 'client_admin', 'system'],
  'connections.write': [...managers, 'strategist', 'system'],
  'actions.read': [...staff, 'client_admin', 'system'],
  'actions.run': [...managers, 'strategist', 'client_admin', 'system'],
  /** That an ad platform is told what this client's people did. */
  'conversions.tell': [...managers, 'client_admin'],
  /** Tracking codes, whose they are and how well money is tied to what led to it. */
  'matching.read': [...staff, 'client_admin', 'system'],
  /** Saying whose a code is, and the rules. */
  'matching.decide': [...managers, 'strategist'],
  /** Segments with their sizes and rules, people as masks; goals and how far they are. */
  'segments.read': [...everyone, 'system'],
  'segments.write': [...managers, 'strategist'],
  'goals.read': [...everyone, 'system'],
  'goals.write': [...managers, 'strategist'],
  'members.read': [...staff, 'client_admin'],
  'members.write': [...managers, 'client_admin'],
  'audit.read': [...managers, 'client_admin', 'system'],
  'settings.read': [...everyone, 'system'],
  'settings.write': [...managers, 'client_admin'],
  'contacts.find': [...managers, 'strategist', 'client_admin'],
  'contacts.reveal': [...managers, 'client_admin'],
  'contacts.erase': [...managers, 'client_admin'],
  /** Taking a client's own data away, whole. People in it are masked without `contacts.reveal`. */
  'export.run': [...managers, 'client_admin', 'system'],
  'jobs.read': [...staff, 'system'],
  'jobs.write': [...managers, 'strategist', 'system'],
  'ingest.receive': ['system'],
  'keys.read': [...managers, 'strategist', 'client_admin'],
  'keys.write': [...managers, 'client_admin'],
  /** Sending events: what a key's scope `ingest` is for, and whoever may make such a key. */
  'events.send': [...managers, 'client_admin', 'system'],
  'events.read': [...staff, 'client_admin', 'system'],
  /** Looking at what was refused, sending it in again mended, or leaving it. */
  'events.mend': [...managers, 'strategist', 'client_admin'],
  /** Kinds of one's own, and what becomes of personal data in events. */
  'events.settings': [...managers, 'client_admin'],
  /** Building, judging and trying links. */
  'links.read': [...staff, 'client_admin', 'system'],
  /** Short links and templates; naming and channel rules are settings. */
  'links.write': [...managers, 'strategist', 'client_admin'],
  /** Files of past events, brought in and taken back. */
  'events.import': [...managers, 'strategist', 'system'],
  /** What is wrong; a client's own people see only what concerns their data. */
  'alerts.read': [...everyone, 'system'],
  /** Acknowledging, owning, putting off, commenting. */
  'alerts.answer': staff,
  /** Who is told, and when nobody is. */
  'alerts.settings': managers,
  'tenant.create': managers,
  'agency.members': managers,
} as const satisfies Record<string, readonly Role[]>

export type Permission = keyof typeof permissions

/** What a key may do, by the scope that allows it. A permission that is not here is for no key, whatever its scopes. */
const keyPermissions: Partial<Record<Permission, KeyScope>> = {
  'events.send': 'ingest',
  'overview.read': 'metrics:read',
  'keys.read': 'keys:read',
  'keys.write': 'keys:admin',
}

/** Does this role have the permission? */
export function may(role: Role, permission: Permission): boolean {
  if (role.startsWith('key:')) {
    const needed = keyPermissions[permission]
    return needed !== undefined && hasScope(role.slice('key:'.length).split(' '), needed)
  }
  return (permissions[permission] as readonly Role[]).includes(role)
}

/** @throws Forbidden when the role lacks the permission */
export function requireMay(role: Role, permission: Permission): void {
  if (!may(role, permission)) throw new Forbidden('Your role here does not allow this.')
}

/** What a role may do, by name: what pages ask before they offer something. */
export function permissionsOf(role: Role): Permission[] {
  return (Object.keys(permissions) as Permission[]).filter((permission) => may(role, permission))
}

/** The order of roles, the one place that says it: nobody invites, changes or removes above their own. */
export function rankOf(role: TenantRole): number {
  return everyone.length - everyone.indexOf(role)
}

/** @throws Forbidden when the other role is higher than one's own */
export function requireNotAbove(own: TenantRole, other: TenantRole): void {
  if (rankOf(other) > rankOf(own)) throw new Forbidden('That is above your own role.')
}

/** Roles that may be given by somebody of this role, highest first. */
export function mayGive(role: Role): TenantRole[] {
  const own = everyone.find((each) => each === role)
  if (own === undefined || !may(own, 'members.write')) return []
  return everyone.filter((each) => rankOf(each) <= rankOf(own))
}
