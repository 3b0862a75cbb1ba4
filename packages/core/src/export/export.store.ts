import { NotFound, type Instant } from '@throughline/canonical'
import { asc, gt, instantOf, sql, tables, type Inside, type SQL } from '@throughline/db'
import { sealedPeople } from '../contacts/resolve.store.ts'
import { openVault } from '../contacts/sealing.ts'
import { maskedName } from '../contacts/vault-entry.ts'
import { dealStays } from '../pipeline/stages.store.ts'
import type { TenantKeyring } from '../secrets/index.ts'

type Reading = Pick<Inside, 'db'>
export type ExportRow = Record<string, unknown>

/** One page of a set, and where the next begins; null at the end. */
export interface ExportPage {
  rows: ExportRow[]
  next: unknown[] | null
}

/** What every page is read with: the batch and the link of the audit's chain as of which it all is. */
export interface AsOf {
  batch: number
  auditSeq: number
  limit: number
}

/** The page that these rows are: full means that there may be more. */
const pageOf = (rows: readonly ExportRow[], limit: number, keyOf: (row: ExportRow) => unknown[]): ExportPage => {
  const last = rows.at(-1)
  return { rows: [...rows], next: last && rows.length === limit ? keyOf(last) : null }
}
const instant = (value: unknown): Instant | null => (value === null ? null : instantOf(value as string))
/**
 * Behind this row in the order of these columns, which are named with their table: a bare name would mean what is selected under
 * it, and no index has that order. The first bound stands apart, for the index.
 */
const behind = (columns: SQL, first: SQL, after: unknown[] | undefined): SQL =>
  after === undefined
    ? sql`true`
    : sql`${first} >= ${after[0]} and (${columns}) > (${sql.join(
        after.map((value) => sql`${value}`),
        sql`, `,
      )})`

/** Every version of every fact, in the order in which they were written. */
export async function factPage({ db }: Reading, { batch, limit }: AsOf, after?: unknown[]): Promise<ExportPage> {
  const order = sql`f.batch, f.kind, f.source, f.source_key, f.version`
  const rows = await db.execute<ExportRow>(sql`
    select f.batch::int, kind, source, source_key as key, version, cause, happened_at, contact_no, refers_to, withdrawn, value
    from fact f where f.batch <= ${batch}::bigint and ${behind(order, sql`f.batch`, after)}
    order by f.tenant_id, ${order} limit ${limit}`)
  return pageOf(
    rows.map((row) => ({
      batch: row.batch,
      kind: row.kind,
      source: row.source,
      key: row.key,
      version: row.version,
      cause: row.cause,
      happenedAt: instant(row.happened_at),
      contactNo: row.contact_no,
      refersTo: row.refers_to,
      withdrawn: row.withdrawn,
      value: row.value,
    })),
    limit,
    (row) => [row.batch, row.kind, row.source, row.key, row.version],
  )
}

/** Every movement of money, by day. Amounts are in minor units. */
export async function movementPage({ db }: Reading, { batch, limit }: AsOf, after?: unknown[]): Promise<ExportPage> {
  const order = sql`m.day, m.batch, m.kind, m.currency, m.hour, m.campaign_no, m.creative_no, m.channel, m.cause, m.recurring`
  const rows = await db.execute<ExportRow>(sql`
    select m.day::text as day, m.batch::int, kind, currency, hour, campaign_no, creative_no, channel, cause, recurring,
      recorded_day::text as recorded_day, minor, n
    from money_movement m where m.batch <= ${batch}::bigint and ${behind(order, sql`m.day`, after)}
    order by m.tenant_id, ${order} limit ${limit}`)
  return pageOf(
    rows.map((row) => ({
      day: row.day,
      batch: row.batch,
      kind: row.kind,
      currency: row.currency,
      hour: row.hour,
      campaignNo: row.campaign_no,
      creativeNo: row.creative_no,
      channel: row.channel,
      cause: row.cause,
      recurring: row.recurring,
      recordedDay: row.recorded_day,
      minor: Number(row.minor),
      n: row.n,
    })),
    limit,
    (row) => [
      ...[row.day, row.batch, row.kind, row.currency, row.hour, row.campaignNo, row.creativeNo, row.channel],
      ...[row.cause, row.recurring],
    ],
  )
}

/** Every deal's stays in its stages, derived from its history as known at the batch. A page holds all stays of each of its deals. */
export async function stagePage(inside: Reading, { batch, limit }: AsOf, after?: unknown[]): Promise<ExportPage> {
  const [source, deal] = (after ?? []) as string[]
  const from = source === undefined || deal === undefined ? undefined : { source, deal }
  const { rows, next } = await dealStays(inside, { batch, limit, after: from })
  return { rows: rows.map((row) => ({ ...row })), next: next && [next.source, next.deal] }
}

export async function batchPage({ db }: Reading, { batch, limit }: AsOf, after?: unknown[]): Promise<ExportPage> {
  const rows = await db.execute<ExportRow>(sql`
    select b.batch::int, recorded_at, origin, facts from batch b
    where b.batch > ${after?.[0] ?? 0}::bigint and b.batch <= ${batch}::bigint order by b.tenant_id, b.batch limit ${limit}`)
  return pageOf(
    rows.map(({ recorded_at, ...row }) => ({ ...row, recordedAt: instant(recorded_at) })),
    limit,
    (row) => [row.batch],
  )
}

/** Contacts that a batch up to this one brought. Names and addresses are as they are now; masked unless they are to be revealed. */
export async function contactPage(
  inside: Reading,
  keyring: TenantKeyring,
  reveal: boolean,
  { batch, limit }: AsOf,
  after?: unknown[],
): Promise<ExportPage> {
  const rows = await inside.db.execute<{ contact_no: number; batch: number; erased_at: string | null }>(sql`
    select contact_no, batch::int, erased_at from contact
    where contact_no > ${after?.[0] ?? -1}::int and batch <= ${batch}::bigint order by tenant_id, contact_no limit ${limit}`)
  const people = await sealedPeople(
    inside,
    rows.map((row) => row.contact_no),
  )
  const exported = rows.map((row) => {
    const sealed = people.get(row.contact_no)
    const entry = sealed?.vault ? openVault(sealed.vault, keyring.openPersonKey(sealed.wrapped)) : undefined
    const shown = reveal
      ? {
          name: [entry?.firstName, entry?.lastName].filter(Boolean).join(' ') || null,
          email: entry?.email ?? null,
          phone: entry?.phone ?? null,
          address: entry?.address ?? null,
        }
      : {
          name: entry ? maskedName(entry) : null,
          email: entry?.email ? '…' : null,
          phone: entry?.phone ? '…' : null,
          address: entry?.address ? '…' : null,
        }
    return { contactNo: row.contact_no, batch: row.batch, erasedAt: instant(row.erased_at), ...shown }
  })
  return pageOf(exported, limit, (row) => [row.contactNo])
}

/** How each source is connected, without credentials: those are in no column that is read. */
export async function connectionPage({ db }: Reading, { limit }: AsOf, after?: unknown[]): Promise<ExportPage> {
  const { connectionId, connector, name, config, state, say, everyMinutes, createdAt, archivedAt, accounts } =
    tables.connection
  const rows = await db
    .select({ connectionId, connector, name, state, say, everyMinutes, createdAt, archivedAt, config, accounts })
    .from(tables.connection)
    .where(after === undefined ? undefined : gt(connectionId, after[0] as string))
    .orderBy(asc(connectionId))
    .limit(limit)
  return pageOf(rows, limit, (row) => [row.connectionId])
}

export async function ratePage({ db }: Reading, { limit }: AsOf, after?: unknown[]): Promise<ExportPage> {
  const rows = await db.execute<ExportRow>(sql`
    select r.day::text as day, from_currency as "from", to_currency as "to", r.rate::text as rate from fx_rate r
    where ${behind(sql`r.day, r.from_currency, r.to_currency`, sql`r.day`, after)}
    order by r.tenant_id, r.day, r.from_currency, r.to_currency limit ${limit}`)
  return pageOf([...rows], limit, (row) => [row.day, row.from, row.to])
}

/** The chain's links, with which it can be checked. */
export async function auditPage({ db }: Reading, { auditSeq, limit }: AsOf, after?: unknown[]): Promise<ExportPage> {
  const rows = await db.execute<ExportRow>(sql`
    select a.seq::int, at, actor, action, subject, detail, previous_hash as "previousHash", hash from audit a
    where a.seq > ${after?.[0] ?? 0}::bigint and a.seq <= ${auditSeq}::bigint order by a.tenant_id, a.seq limit ${limit}`)
  return pageOf(
    rows.map((row) => ({ ...row, at: instant(row.at) })),
    limit,
    (row) => [row.seq],
  )
}

/** The client's settings, and the last link of its chain. */
export async function exportHead({ db }: Reading): Promise<{ tenant: ExportRow; auditSeq: number }> {
  const [row] = await db.select().from(tables.tenant)
  const [last] = await db.execute<{ seq: string }>(sql`select coalesce(max(seq), 0)::text as seq from audit`)
  if (!row) throw new NotFound('No such client.')
  return { tenant: row, auditSeq: Number(last?.seq ?? 0) }
}

export { actorName, appendAudit } from '@throughline/db'
