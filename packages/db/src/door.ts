import { NotFound, type AgencyRole } from '@throughline/canonical'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { actorName, type Actor, type Role } from './actor.ts'
import { appendAgencyAudit } from './agency-audit.ts'
import type { Database, Transaction } from './database.ts'

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
   * @throws NotFound when the actor has no grant there; the actor's own agency's audit gets a row
   */
  withTenant<T>(actor: Actor, tenantId: string, fn: (inside: Inside) => Promise<T>): Promise<T>
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
  readonly database: Database
}

const Id = z.uuid()
/** `SET` takes no parameters: it is built from parsed UUIDs only. */
const setting = (name: string, ids: readonly string[]) =>
  `set local app.${name} = '${name === 'actor' ? Id.parse(ids[0]) : `{${ids.map((id) => Id.parse(id)).join(',')}}`}'`

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

async function grantsIn(tx: Transaction, actor: Actor): Promise<Grant[]> {
  if (actor.kind === 'user')
    return [...(await tx.execute<GrantRow>(sql`select * from find_grants(${actor.userId})`))].map(grantOf)
  if (actor.tenantId === null) return []
  const rows = await tx.execute<GrantRow>(
    sql`select tenant_id, agency_id, '' as slug, 'system' as role, null as persona from find_tenant(${actor.tenantId})`,
  )
  return [...rows].map(grantOf)
}

/** Builds the door over a pool. `now` dates the audit rows of refused accesses. */
export function createDoor(database: Database, now: () => Date): Door {
  const refuse = async (actor: Actor, tenantId: string): Promise<never> => {
    if (actor.kind === 'user')
      await database.begin([setting('actor', [actor.userId])], async (db) => {
        const [home] = [
          ...(await db.execute<{ agency_id: string }>(sql`
          select agency_id from (select agency_id, 1 as far from find_memberships(${actor.userId})
            union all select agency_id, 2 from find_grants(${actor.userId})) homes order by far limit 1`)),
        ]
        if (!home) return
        await db.execute(sql.raw(setting('agencies', [home.agency_id])))
        await appendAgencyAudit(db, home.agency_id, {
          at: now(),
          actor: actorName(actor),
          action: 'access.refused',
          subject: tenantId,
          detail: {},
        })
      })
    throw new NotFound('No such client.')
  }

  return {
    database,
    async withTenant(actor, tenantId, fn) {
      if (!Id.safeParse(tenantId).success) throw new NotFound('No such client.')
      const outcome = await database.begin(
        actor.kind === 'user' ? [setting('actor', [actor.userId])] : [],
        async (db) => {
          const grant = (await grantsIn(db, actor)).find((each) => each.tenantId === tenantId)
          if (!grant) return { refused: true as const }
          const agencies =
            grant.role === 'client_admin' || grant.role === 'viewer' ? [] : [setting('agencies', [grant.agencyId])]
          await db.execute(sql.raw([setting('tenants', [tenantId]), ...agencies].join(';')))
          return {
            refused: false as const,
            value: await fn({ db, role: grant.role, tenantId, agencyId: grant.agencyId, actor }),
          }
        },
      )
      return outcome.refused ? refuse(actor, tenantId) : outcome.value
    },
    async withTenants(actor, tenantIds, fn) {
      const wanted = [...new Set(tenantIds)]
      const outcome = await database.begin(
        [],
        async (db) => {
          const roles = new Map((await grantsIn(db, actor)).map((each) => [each.tenantId, each.role]))
          const foreign = wanted.find((id) => !roles.has(id))
          if (foreign !== undefined) return { refused: foreign }
          await db.execute(sql.raw(setting('tenants', wanted)))
          return { value: await fn({ db, roles: new Map([...roles].filter(([id]) => wanted.includes(id))) }) }
        },
        'read only',
      )
      return 'refused' in outcome && outcome.refused !== undefined
        ? refuse(actor, outcome.refused)
        : (outcome as { value: Awaited<ReturnType<typeof fn>> }).value
    },
    async withAgency(actor, agencyId, fn) {
      if (!Id.safeParse(agencyId).success) throw new NotFound('No such agency.')
      return database.begin(actor.kind === 'user' ? [setting('actor', [actor.userId])] : [], async (db) => {
        const role =
          actor.kind === 'invitee'
            ? actor.agencyId === agencyId && 'system'
            : actor.kind === 'user' &&
              [
                ...(await db.execute<{ agency_id: string; role: AgencyRole }>(
                  sql`select * from find_memberships(${actor.userId})`,
                )),
              ].find((each) => each.agency_id === agencyId)?.role
        if (!role) throw new NotFound('No such agency.')
        await db.execute(sql.raw(setting('agencies', [agencyId])))
        return fn({ db, role })
      })
    },
    asThemselves: (userId, fn) => database.begin([setting('actor', [userId])], (db) => fn({ db })),
    grantsOf: (actor) => database.begin([], (db) => grantsIn(db, actor), 'read only'),
    async membershipsOf(actor) {
      if (actor.kind !== 'user') return []
      const rows = await database.call<{ agency_id: string; role: AgencyRole }>(
        sql`select * from find_memberships(${actor.userId})`,
      )
      return rows.map((row) => ({ agencyId: row.agency_id, role: row.role }))
    },
  }
}
