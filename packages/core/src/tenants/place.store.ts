import { Forbidden, TenantRole } from '@throughline/canonical'
import {
  actorName,
  appendAgencyAudit,
  appendAudit,
  eq,
  tables,
  type Actor,
  type ChainEntry,
  type Transaction,
} from '@throughline/db'
import { nameOf, tellGrantsChanged } from './grants.store.ts'
import { requireMay, type Permission } from './may.ts'
import type { TenantsDeps } from './tenants.ts'

/** Where people are members: an agency, or one client of it. Inside a transaction that somebody entered it with. */
export interface Place {
  readonly db: Transaction
  readonly agencyId: string
  /** Nothing for the agency itself. */
  readonly tenantId: string | null
  /** The person who entered, with their role here. */
  readonly by: { userId: string; role: TenantRole }
  /** What it is called, and who entered it. */
  names(): Promise<{ place: string; by: string }>
  /** Says in the place's own chain what was done. */
  tell(action: string, subject: string, detail: Record<string, unknown>): Promise<void>
  /** Says it of somebody whose rights it changed: in the chain, and to their open pages. */
  tellOf(userId: string, action: string, detail: Record<string, unknown>): Promise<void>
}

/** A way into a place, which asks whether this person may do this there. */
export type Enter = <T>(fn: (place: Place) => Promise<T>) => Promise<T>

type Needs = Pick<TenantsDeps, 'door' | 'now'>

/** Into an agency, for its owner and admins. */
export function agencyPlace(deps: Needs, actor: Actor, agencyId: string): Enter {
  return (fn) =>
    deps.door.withAgency(actor, agencyId, ({ db, role }) => {
      const by = personIn(actor, role)
      requireMay(by.role, 'agency.members')
      const { agency } = tables
      const name = () => db.select({ name: agency.name }).from(agency).where(eq(agency.agencyId, agencyId))
      const append = (entry: ChainEntry) => appendAgencyAudit(db, agencyId, entry)
      return fn(placeOf(deps, actor, { db, agencyId, tenantId: null, by }, name, append))
    })
}

/** Into one client, for who has the permission there. */
export function clientPlace(deps: Needs, actor: Actor, tenantId: string, permission: Permission): Enter {
  return (fn) =>
    deps.door.withTenant(actor, tenantId, ({ db, agencyId, role }) => {
      requireMay(role, permission)
      const by = personIn(actor, role)
      const name = () => db.select({ name: tables.tenant.name }).from(tables.tenant)
      const append = (entry: ChainEntry) => appendAudit(db, tenantId, entry)
      return fn(placeOf(deps, actor, { db, agencyId, tenantId, by }, name, append))
    })
}

function placeOf(
  { now }: Needs,
  actor: Actor,
  inside: Pick<Place, 'db' | 'agencyId' | 'tenantId' | 'by'>,
  name: () => Promise<{ name: string }[]>,
  append: (entry: ChainEntry) => Promise<void>,
): Place {
  const { db, by } = inside
  const tell: Place['tell'] = (action, subject, detail) =>
    append({ at: now(), actor: actorName(actor), action, subject, detail })
  return {
    ...inside,
    tell,
    names: async () => ({ place: (await name())[0]?.name ?? '', by: await nameOf(db, by.userId) }),
    async tellOf(userId, action, detail) {
      await tell(action, `user:${userId}`, detail)
      await tellGrantsChanged(db, userId)
    },
  }
}

/** A person's role, which the system's own work does not have. */
function personIn(actor: Actor, role: string): Place['by'] {
  const known = TenantRole.safeParse(role)
  if (!known.success || actor.kind !== 'user') throw new Forbidden('Only a person may do this.')
  return { userId: actor.userId, role: known.data }
}
