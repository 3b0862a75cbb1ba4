import { Forbidden, Invalid } from '@throughline/canonical'
import {
  and,
  asc,
  authenticateJob,
  desc,
  eq,
  gt,
  lt,
  readAgency,
  sql,
  tables,
  type Actor,
  type Door,
  type Transaction,
} from '@throughline/db'
import { requireMay } from '../tenants/index.ts'
import type { Audit, AuditRow, ChainCheck } from './audit.ts'
import { present } from './present.ts'
import { unchecked, verifyChain, type Checked, type Link } from './verify-chain.ts'

const { audit, agencyAudit, member, tenantGrant, appUser } = tables
/** Links read at a time when a chain is checked. */
const atOnce = 2_000

/** Reading and checking what was done. */
export function createAudit({ door }: { door: Door }): Audit {
  const withinAgency = <T>(actor: Actor, agencyId: string, fn: (db: Transaction) => Promise<T>) =>
    door.withAgency(actor, agencyId, async ({ db, role }) => {
      if (role === 'system') throw new Forbidden('Only a person may do this.')
      requireMay(role, 'agency.members')
      return fn(db)
    })
  return {
    list: (actor, tenantId, page) =>
      door.withTenant(actor, tenantId, async ({ db, role }) => {
        requireMay(role, 'audit.read')
        const before = seqOf(page.cursor)
        const links = await db
          .select()
          .from(audit)
          .where(before === undefined ? undefined : lt(audit.seq, before))
          .orderBy(desc(audit.seq))
          .limit(page.limit + 1)
        return paged(links, page.limit, await namesIn(db, actor))
      }),
    verify: (actor, tenantId) =>
      door.withTenant(actor, tenantId, async ({ db, role }) => {
        requireMay(role, 'audit.read')
        return withoutHead(await checkTenant(db))
      }),
    async listAgency(actor, agencyId, page) {
      const { links, names } = await withinAgency(actor, agencyId, async (db) => {
        const before = seqOf(page.cursor)
        const older = before === undefined ? undefined : lt(agencyAudit.seq, before)
        const links = await db
          .select()
          .from(agencyAudit)
          .where(and(eq(agencyAudit.agencyId, agencyId), older))
          .orderBy(desc(agencyAudit.seq))
          .limit(page.limit + 1)
        return { links, names: await namesIn(db, actor) }
      })
      // Clients' people are at home in the agency's chain as well: who reads it sees every client.
      return paged(links, page.limit, new Map([...(await clientNames(door, actor, agencyId)), ...names]))
    },
    verifyAgency: (actor, agencyId) =>
      withinAgency(actor, agencyId, async (db) => withoutHead(await checkAgency(db, agencyId))),
    async verifyAll() {
      const checks: Awaited<ReturnType<Audit['verifyAll']>> = []
      const tenants = await door.database.call<{ tenant_id: string }>(sql`select tenant_id from list_tenants()`)
      for (const { tenant_id: id } of tenants) {
        const checked = await door.withTenant(authenticateJob(id, 'doctor'), id, ({ db }) => checkTenant(db))
        checks.push({ of: 'tenant', id, ...withoutHead(checked) })
      }
      const agencies = await door.database.call<{ agency_id: string }>(sql`select agency_id from list_agencies()`)
      for (const { agency_id: id } of agencies) {
        const checked = await readAgency(door.database, id, ({ db }) => checkAgency(db, id))
        checks.push({ of: 'agency', id, ...withoutHead(checked) })
      }
      return checks
    },
  }
}

const withoutHead = ({ ok, rows, brokenAt }: Checked): ChainCheck => ({ ok, rows, brokenAt })

const checkTenant = (db: Transaction) =>
  checkAll((after) => db.select().from(audit).where(gt(audit.seq, after)).orderBy(asc(audit.seq)).limit(atOnce))

const checkAgency = (db: Transaction, agencyId: string) =>
  checkAll((after) =>
    db
      .select()
      .from(agencyAudit)
      .where(and(eq(agencyAudit.agencyId, agencyId), gt(agencyAudit.seq, after)))
      .orderBy(asc(agencyAudit.seq))
      .limit(atOnce),
  )

/** Checks a chain page by page, so that a long one needs no memory. */
async function checkAll(read: (after: number) => Promise<Link[]>): Promise<Checked> {
  let so = unchecked
  for (;;) {
    const links = await read(so.rows)
    if (links.length === 0) return so
    so = verifyChain(links, so)
    if (!so.ok) return so
  }
}

function seqOf(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined
  if (!/^\d{1,15}$/.test(cursor)) throw new Invalid('Not a place in this list.', 'cursor')
  return Number(cursor)
}

function paged(
  links: Link[],
  limit: number,
  names: ReadonlyMap<string, string>,
): { rows: AuditRow[]; next: string | null } {
  const rows = links.slice(0, limit).map((link) => present(link, names))
  const last = rows.at(-1)
  return { rows, next: links.length > limit && last ? String(last.seq) : null }
}

/** The people of all clients of an agency that the reader sees. */
async function clientNames(door: Door, actor: Actor, agencyId: string): Promise<ReadonlyMap<string, string>> {
  const ids = (await door.grantsOf(actor)).filter((each) => each.agencyId === agencyId).map((each) => each.tenantId)
  if (ids.length === 0) return new Map()
  const granted = await door.withTenants(actor, ids, ({ db }) =>
    db.select({ userId: tenantGrant.userId, name: tenantGrant.name }).from(tenantGrant),
  )
  return new Map(granted.map((row) => [row.userId, row.name]))
}

/** The people the reader may know: colleagues of the agency entered, those granted in the client entered, themselves. */
async function namesIn(db: Transaction, actor: Actor): Promise<ReadonlyMap<string, string>> {
  const colleagues = await db.select({ userId: member.userId, name: member.name }).from(member)
  const entered = await db.execute<{ some: boolean }>(sql`select cardinality(entered_tenants()) > 0 as some`)
  const granted = [...entered][0]?.some
    ? await db.select({ userId: tenantGrant.userId, name: tenantGrant.name }).from(tenantGrant)
    : []
  const self =
    actor.kind === 'user'
      ? await db
          .select({ userId: appUser.userId, name: appUser.name })
          .from(appUser)
          .where(eq(appUser.userId, actor.userId))
      : []
  return new Map([...colleagues, ...granted, ...self].map((row) => [row.userId, row.name]))
}
