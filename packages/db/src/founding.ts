import { randomUUID } from 'node:crypto'
import { NotFound, type AgencyRole } from '@throughline/canonical'
import { sql } from 'drizzle-orm'
import type { Actor } from './actor.ts'
import type { Database, Transaction } from './database.ts'
import type { Inside } from './door.ts'
import { saying, setLocal } from './set-local.ts'

/** Runs `fn` for an agency that does not exist yet: its id is made here, so no existing one can be entered this way. */
export function foundAgency<T>(
  database: Database,
  userId: string,
  fn: (inside: { db: Transaction; agencyId: string }) => Promise<T>,
): Promise<T> {
  const agencyId = randomUUID()
  return database.begin([setLocal('actor', [userId]), setLocal('agencies', [agencyId])], (db) => fn({ db, agencyId }))
}

/**
 * Runs `fn` for a client that does not exist yet, in an agency that does.
 * @throws NotFound unless the actor is owner or admin there
 */
export function foundTenant<T>(
  database: Database,
  actor: Actor,
  agencyId: string,
  fn: (inside: Inside) => Promise<T>,
): Promise<T> {
  if (actor.kind !== 'user') throw new NotFound('No such agency.')
  return database.begin([setLocal('actor', [actor.userId])], async (db) => {
    const memberships = await db.execute<{ agency_id: string; role: AgencyRole }>(
      sql`select * from find_memberships(${actor.userId})`,
    )
    const role = [...memberships].find((each) => each.agency_id === agencyId)?.role
    if (role !== 'owner' && role !== 'admin') throw new NotFound('No such agency.')
    const tenantId = randomUUID()
    await db.execute(saying(setLocal('agencies', [agencyId]), setLocal('tenants', [tenantId])))
    return fn({ db, role, tenantId, agencyId, actor })
  })
}

/** Runs `fn` as the person an invitation is redeemed for, inside the agency and the client that it names and nothing else. */
export function redeem<T>(
  database: Database,
  invitee: Actor & { kind: 'invitee' },
  userId: string,
  fn: (inside: { db: Transaction }) => Promise<T>,
): Promise<T> {
  const tenant = invitee.tenantId === null ? [] : [setLocal('tenants', [invitee.tenantId])]
  return database.begin([setLocal('actor', [userId]), setLocal('agencies', [invitee.agencyId]), ...tenant], (db) =>
    fn({ db }),
  )
}

/** Runs `fn` reading one agency for an owner's own command (doctor): nobody is asking over the network. */
export function readAgency<T>(
  database: Database,
  agencyId: string,
  fn: (inside: { db: Transaction }) => Promise<T>,
): Promise<T> {
  return database.begin([setLocal('agencies', [agencyId])], (db) => fn({ db }), 'read only')
}
