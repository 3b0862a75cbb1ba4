import { changesAnything, NotFound, type AgencyRole } from '@throughline/canonical'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { actorName, keyRole, scopesOf, type Actor, type Role } from './actor.ts'
import type { Database, Transaction } from './database.ts'
import { auditAtHome } from './home-audit.ts'
import { saying, setLocal } from './set-local.ts'
import { inTime, limitStatements, usualLimits, type TimeLimits } from './time-limit.ts'

/** What a function behind the door may use. Nothing else is to be awaited in it than the database. */
export interface Inside {
  readonly db: Transaction
  readonly role: Role
  readonly tenantId: string
  readonly agencyId: string
  readonly actor: Actor
}

/** One tenant of a person, as `find_grants` answers. */
export interface Grant {
  readonly tenantId: string
  readonly agencyId: string
  readonly slug: string
  readonly role: Role
  readonly persona: string | null
}

/** The only ways to tenant data and to agency data. */
export interface Door {
  /**
   * Runs `fn` in one transaction that can see and write this tenant alone.
   * @param options `analystsWrite`: what is done here an analyst may write too (answering an alert); else the transaction refuses it
   * @throws NotFound when the actor has no grant there; the actor's own agency's audit gets a row
   */
  withTenant<T>(
    actor: Actor,
    tenantId: string,
    fn: (inside: Inside) => Promise<T>,
    options?: { analystsWrite?: boolean },
  ): Promise<T>
  /** Reads several tenants at once, read only (portfolio). Ids without a grant are NotFound. */
  withTenants<T>(
    actor: Actor,
    tenantIds: readonly string[],
    fn: (inside: { db: Transaction; roles: ReadonlyMap<string, Role> }) => Promise<T>,
  ): Promise<T>
  /** Runs `fn` seeing the person's own rows and, as `agencyId` says, one agency's. NotFound unless a member of it. */
  withAgency<T>(
    actor: Actor,
    agencyId: string,
    fn: (inside: { db: Transaction; role: AgencyRole | 'system' }) => Promise<T>,
  ): Promise<T>
  /** Runs `fn` seeing the person's own rows alone: user, sessions, resets, memberships. */
  asThemselves<T>(userId: string, fn: (inside: { db: Transaction }) => Promise<T>): Promise<T>
  grantsOf(actor: Actor): Promise<Grant[]>
  membershipsOf(actor: Actor): Promise<{ agencyId: string; role: AgencyRole }[]>
  /** For a name that leads nowhere: a row in the actor's agency's audit, then NotFound. */
  refuse(actor: Actor, subject: string): Promise<never>
  readonly database: Database
}

const Id = z.uuid()

interface GrantRow extends Record<string, unknown> {
  tenant_id: string
  agency_id: string
  slug: string
  role: Role
  persona: string | null
}
const grantOf = (row: GrantRow): Grant => ({
  tenantId: row.tenant_id,
  agencyId: row.agency_id,
  slug: row.slug,
  role: row.role,
  persona: row.persona,
})

async function grantsIn(tx: Transaction, actor: Actor, now: Date): Promise<Grant[]> {
  if (actor.kind === 'user')
    return [...(await tx.execute<GrantRow>(sql`select * from find_grants(${actor.userId})`))].map(grantOf)
  if (actor.kind === 'key') return grantOfKey(tx, actor, now)
  if (actor.tenantId === null) return []
  const rows = await tx.execute<GrantRow>(
    sql`select tenant_id, agency_id, '' as slug, 'system' as role, null as persona from find_tenant(${actor.tenantId})`,
  )
  return [...rows].map(grantOf)
}

async function grantOfKey(tx: Transaction, { tenantId, keyId }: Actor & { kind: 'key' }, now: Date): Promise<Grant[]> {
  const rows = await tx.execute<{ tenant_id: string; agency_id: string; scopes: string[] }>(
    sql`select tenant_id, agency_id, scopes from working_keys(${tenantId}, ${keyId}, ${now.toISOString()}::timestamptz)`,
  )
  return [...rows].map((row) => grantOf({ ...row, slug: '', role: keyRole(row.scopes), persona: null }))
}

async function agencyRoleIn(
  tx: Transaction,
  actor: Actor,
  agencyId: string,
): Promise<AgencyRole | 'system' | undefined> {
  if (actor.kind === 'invitee') return actor.agencyId === agencyId ? 'system' : undefined
  if (actor.kind !== 'user') return undefined
  const rows = await tx.execute<{ agency_id: string; role: AgencyRole }>(
    sql`select * from find_memberships(${actor.userId})`,
  )
  return [...rows].find((each) => each.agency_id === agencyId)?.role
}

/** Who may change nothing cannot, whatever a service forgot: the transaction itself refuses to write. */
function readsOnly(role: Role, analystsWrite: boolean): string[] {
  const scopes = scopesOf(role)
  const isReader = role === 'viewer' || (role === 'analyst' && !analystsWrite)
  const changesNothing = scopes ? !changesAnything(scopes) : isReader
  return changesNothing ? ['set transaction read only'] : []
}

/** A client's own people, and keys, see nothing of the agency above it. */
function seesAgency(role: Role): boolean {
  return role !== 'client_admin' && role !== 'viewer' && scopesOf(role) === undefined
}

/** Builds the door over a pool. `now` dates the audit rows of refused accesses; `limits` are of each statement behind it. */
export function createDoor(database: Database, now: () => Date, limits: TimeLimits = usualLimits): Door {
  const refuse = async (actor: Actor, subject: string, what = 'client'): Promise<never> => {
    if (actor.kind === 'user')
      await database.begin([setLocal('actor', [actor.userId])], (db) =>
        auditAtHome(db, actor.userId, {
          at: now(),
          actor: actorName(actor),
          action: 'access.refused',
          subject,
          detail: {},
        }),
      )
    throw new NotFound(`No such ${what}.`)
  }

  return {
    database,
    refuse,
    async withTenant(actor, tenantId, fn, { analystsWrite = false } = {}) {
      if (!Id.safeParse(tenantId).success) throw new NotFound('No such client.')
      const settings = actor.kind === 'user' ? [setLocal('actor', [actor.userId])] : []
      const outcome = await inTime(actor, now, () =>
        database.begin(settings, async (db) => {
          // Sent together, in this order. Nothing is asked under the tenant's name before the grant has been looked at.
          const [grants] = await Promise.all([
            grantsIn(db, actor, now()),
            db.execute(saying(setLocal('tenants', [tenantId]), limitStatements(limits, actor))),
          ])
          const grant = grants.find((each) => each.tenantId === tenantId)
          if (!grant) return { refused: true as const }
          const more = [
            ...(seesAgency(grant.role) ? [setLocal('agencies', [grant.agencyId])] : []),
            ...readsOnly(grant.role, analystsWrite),
          ]
          if (more.length > 0) await db.execute(saying(...more))
          return {
            refused: false as const,
            value: await fn({ db, role: grant.role, tenantId, agencyId: grant.agencyId, actor }),
          }
        }),
      )
      return outcome.refused ? refuse(actor, tenantId) : outcome.value
    },
    async withTenants(actor, tenantIds, fn) {
      const wanted = [...new Set(tenantIds)]
      const outcome = await inTime(actor, now, () =>
        database.begin(
          [],
          async (db) => {
            const roles = new Map((await grantsIn(db, actor, now())).map((each) => [each.tenantId, each.role]))
            const foreign = wanted.find((id) => !roles.has(id))
            if (foreign !== undefined) return { refused: foreign }
            await db.execute(saying(setLocal('tenants', wanted), limitStatements(limits, actor)))
            return { value: await fn({ db, roles: new Map([...roles].filter(([id]) => wanted.includes(id))) }) }
          },
          'read only',
        ),
      )
      return 'refused' in outcome && outcome.refused !== undefined
        ? refuse(actor, outcome.refused)
        : (outcome as { value: Awaited<ReturnType<typeof fn>> }).value
    },
    async withAgency(actor, agencyId, fn) {
      if (!Id.safeParse(agencyId).success) throw new NotFound('No such agency.')
      const settings = actor.kind === 'user' ? [setLocal('actor', [actor.userId])] : []
      const outcome = await inTime(actor, now, () =>
        database.begin(settings, async (db) => {
          const role = await agencyRoleIn(db, actor, agencyId)
          if (!role) return { refused: true as const }
          await db.execute(saying(setLocal('agencies', [agencyId]), limitStatements(limits, actor)))
          return { refused: false as const, value: await fn({ db, role }) }
        }),
      )
      return outcome.refused ? refuse(actor, agencyId, 'agency') : outcome.value
    },
    asThemselves: (userId, fn) => database.begin([setLocal('actor', [userId])], (db) => fn({ db })),
    grantsOf: (actor) => database.begin([], (db) => grantsIn(db, actor, now()), 'read only'),
    async membershipsOf(actor) {
      if (actor.kind !== 'user') return []
      const rows = await database.call<{ agency_id: string; role: AgencyRole }>(
        sql`select * from find_memberships(${actor.userId})`,
      )
      return rows.map((row) => ({ agencyId: row.agency_id, role: row.role }))
    },
  }
}
