import { randomBytes, randomUUID } from 'node:crypto'
import { NotFound } from '@throughline/canonical'
import {
  appendAgencyAudit,
  appendAudit,
  foundAgency,
  foundTenant,
  sql,
  tables,
  type Actor,
  type Transaction,
} from '@throughline/db'
import { NewTenantInput, parsed } from './settings.ts'
import { z } from 'zod'
import { requireMay } from './may.ts'
import { Email, Name } from './person.ts'
import type { NewTenant, Person, TenantsDeps } from './tenants.ts'

const Founding = z.object({
  agencyName: Name,
  owner: z.object({ name: Name, email: Email, password: z.string() }),
})

/** A new agency with its first owner, in one transaction. `allowed` is asked first, inside it. */
export async function createAgency(
  { door, signIn, now }: TenantsDeps,
  input: { agencyName: string; owner: Person },
  allowed: (db: Transaction) => Promise<void> = async () => {},
): Promise<{ agencyId: string; userId: string }> {
  const { agencyName, owner } = parsed(Founding, input)
  const userId = randomUUID()
  const passwordHash = await signIn.hashPassword(owner.password)
  return foundAgency(door.database, userId, async ({ db, agencyId }) => {
    await allowed(db)
    const at = now().toISOString()
    await db.insert(tables.agency).values({ agencyId, name: agencyName, createdAt: at })
    await signIn.addUser(db, { userId, email: owner.email, name: owner.name, passwordHash })
    await db.insert(tables.member).values({
      agencyId,
      userId,
      role: 'owner',
      name: owner.name,
      email: owner.email,
      createdAt: at,
    })
    await appendAgencyAudit(db, agencyId, {
      at: now(),
      actor: `user:${userId}`,
      action: 'agency.created',
      subject: agencyId,
      detail: {},
    })
    return { agencyId, userId }
  })
}

/** Is anybody here yet? */
export async function hasUsers({ door }: Pick<TenantsDeps, 'door'>): Promise<boolean> {
  const [row] = await door.database.call<{ some: boolean }>(sql`select has_users() as some`)
  return row?.some ?? true
}

/** Only one can be first: two links followed at once take turns. @throws NotFound for the second */
export async function onlyTheFirst(db: Transaction): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended('first owner', 0))`)
  const [row] = [...(await db.execute<{ some: boolean }>(sql`select has_users() as some`))]
  if (row?.some !== false) throw new NotFound('This link does not work any more.')
}

/** A new client with its key, told in the client's chain and in the agency's. */
export async function createTenant(
  { door, secrets, now }: TenantsDeps,
  actor: Actor,
  agencyId: string,
  input: NewTenant,
): Promise<{ tenantId: string; slug: string }> {
  const wanted = parsed(NewTenantInput, input)
  return foundTenant(door.database, actor, agencyId, async (inside) => {
    const { db, tenantId, role } = inside
    requireMay(role, 'tenant.create')
    const slug = await insertTenant(db, { ...wanted, tenantId, agencyId, createdAt: now().toISOString() })
    await secrets.forTenant(inside, now())
    const entry = {
      at: now(),
      actor: actor.kind === 'user' ? `user:${actor.userId}` : actor.kind,
      action: 'tenant.created',
      subject: tenantId,
      detail: { slug, timeZone: wanted.timeZone, currency: wanted.currency },
    }
    await appendAudit(db, tenantId, entry)
    await appendAgencyAudit(db, agencyId, entry)
    return { tenantId, slug }
  })
}

/**
 * An address names one client on the whole server. One that is taken gets a short ending rather than a refusal that would tell
 * of somebody else's client.
 */
async function insertTenant(db: Transaction, row: typeof tables.tenant.$inferInsert): Promise<string> {
  for (let tries = 0; tries < 5; tries += 1) {
    const slug = tries === 0 ? row.slug : `${row.slug.slice(0, 55)}-${randomBytes(2).toString('hex')}`
    const added = await db
      .insert(tables.tenant)
      .values({ ...row, slug })
      .onConflictDoNothing()
      .returning({ slug: tables.tenant.slug })
    if (added[0]) return added[0].slug
  }
  throw new Error('no free address for a client')
}
