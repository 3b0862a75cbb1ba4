import { createHash } from 'node:crypto'
import type { QuarantinedRow } from '@throughline/connector-kit'
import { and, eq, gt, inArray, sql, tables, type Inside } from '@throughline/db'
import type { PageInput, PageOf } from '../connections/connections.ts'
import type { TenantKeyring } from '../secrets/index.ts'
import type { Quarantined } from './receiver.ts'

const { quarantine } = tables
const context = 'quarantine.body'
const pageSize = 500

/** A row to set aside: the kit's, and where it came from. */
export interface SetAside extends Pick<QuarantinedRow, 'stream' | 'key' | 'issues' | 'raw'> {
  connectionId: string
  origin: 'webhook' | 'read'
  originId?: string
  receivedAt: string
}

/** A malformed row may have anything where its key should be, an address too: shown is only what looks like an id. */
const idOf = (key: string | undefined) => (key !== undefined && /^[\w-]{1,64}$/.test(key) ? key : null)
const textOf = (raw: unknown) => JSON.stringify(raw) ?? 'null'

/** Sets rows aside, sealed; the same row again (a page read twice) stays one. @returns how many are new */
export async function setAside(
  { db, tenantId }: Inside,
  keyring: TenantKeyring,
  rows: readonly SetAside[],
  newId: () => string,
): Promise<number> {
  if (rows.length === 0) return 0
  const inserted = await db
    .insert(quarantine)
    .values(
      rows.map((row) => {
        const text = textOf(row.raw)
        return {
          tenantId,
          id: newId(),
          connectionId: row.connectionId,
          stream: row.stream,
          sourceKey: idOf(row.key),
          origin: row.origin,
          originId: row.originId ?? null,
          receivedAt: row.receivedAt,
          issues: row.issues,
          bodyHash: keyring.hash('quarantine', createHash('sha256').update(text).digest('hex')),
          body: keyring.seal(Buffer.from(text), context),
          state: 'open' as const,
        }
      }),
    )
    .onConflictDoNothing()
    .returning({ id: quarantine.id })
  return inserted.length
}

/** What is open first, then what was settled; newest first. */
export async function listQuarantine(
  db: Inside['db'],
  { connectionId, cursor, limit }: PageInput & { connectionId: string },
): Promise<PageOf<Quarantined>> {
  const [at, after] = cursor?.split('|') ?? []
  const { id, stream, sourceKey, receivedAt, origin, issues, state } = quarantine
  const rows = await db
    .select({ id, stream, key: sourceKey, receivedAt, origin, issues, state })
    .from(quarantine)
    .where(
      and(
        eq(quarantine.connectionId, connectionId),
        at && after ? sql`(${receivedAt}, ${id}) < (${at}::timestamptz, ${after}::uuid)` : undefined,
      ),
    )
    .orderBy(sql`${receivedAt} desc, ${id} desc`)
    .limit(limit + 1)
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return { rows: rows.slice(0, limit), next: last ? `${last.receivedAt}|${last.id}` : null }
}

/** An open row with what it said. */
export interface OpenedRow {
  id: string
  connectionId: string
  stream: string
  key: string | null
  raw: unknown
  /** Why it was set aside. */
  issues: { path: string; message: string }[]
}

export async function openQuarantined(
  { db }: Inside,
  keyring: TenantKeyring,
  ids: readonly string[],
): Promise<OpenedRow[]> {
  const rows = await db
    .select()
    .from(quarantine)
    .where(and(inArray(quarantine.id, [...ids]), eq(quarantine.state, 'open')))
    .orderBy(quarantine.receivedAt, quarantine.id)
    .for('update')
  return rows.map((row) => ({
    id: row.id,
    connectionId: row.connectionId,
    stream: row.stream,
    key: row.sourceKey,
    issues: row.issues,
    raw: JSON.parse(Buffer.from(keyring.open(row.body, context)).toString('utf8')) as unknown,
  }))
}

export async function settleQuarantined(
  { db }: Inside,
  ids: readonly string[],
  state: 'replayed' | 'dismissed',
  now: Date,
): Promise<number> {
  if (ids.length === 0) return 0
  const rows = await db
    .update(quarantine)
    .set({ state, settledAt: now.toISOString() })
    .where(and(inArray(quarantine.id, [...ids]), eq(quarantine.state, 'open')))
    .returning({ id: quarantine.id })
  return rows.length
}

/** It was tried again and could not be read: why, as of now. */
export async function renewIssues({ db }: Inside, id: string, issues: QuarantinedRow['issues']): Promise<void> {
  await db.update(quarantine).set({ issues }).where(eq(quarantine.id, id))
}

/** Forgets rows whose text says so, with the deliveries they came in: what could not be read has no contact to be found by. @returns how many rows */
export async function forgetRowsSaying(
  { db }: Inside,
  keyring: TenantKeyring,
  says: (text: string) => boolean,
): Promise<number> {
  let [forgotten, after] = [0, '']
  for (;;) {
    const page = await db
      .select({ id: quarantine.id, body: quarantine.body })
      .from(quarantine)
      .where(after === '' ? undefined : gt(quarantine.id, after))
      .orderBy(quarantine.id)
      .limit(pageSize)
    const told = page.filter(({ body }) => says(Buffer.from(keyring.open(body, context)).toString('utf8')))
    const ids = `{${told.map(({ id }) => id).join(',')}}`
    if (told.length > 0)
      await db.execute(sql`
        with gone as (delete from quarantine where id = any(${ids}::uuid[]) returning origin_id)
        update inbox set body = ''::bytea where processed_at is not null and id in (select origin_id from gone)`)
    forgotten += told.length
    after = page.at(-1)?.id ?? ''
    if (page.length < pageSize) return forgotten
  }
}

/** Forgets rows that were settled before then. @returns how many */
export async function forgetSettled({ db }: Inside, before: Date, limit: number): Promise<number> {
  const rows = await db.execute(sql`
    delete from quarantine where id in (
      select id from quarantine where state <> 'open' and settled_at < ${before.toISOString()}::timestamptz limit ${limit})
    returning 1`)
  return rows.length
}

/** Open rows of a connection after this one, by id. */
export async function openIds(
  { db }: Pick<Inside, 'db'>,
  connectionId: string,
  after: string,
  limit: number,
): Promise<string[]> {
  const rows = await db
    .select({ id: quarantine.id })
    .from(quarantine)
    .where(
      and(
        eq(quarantine.connectionId, connectionId),
        eq(quarantine.state, 'open'),
        after === '' ? undefined : gt(quarantine.id, after),
      ),
    )
    .orderBy(quarantine.id)
    .limit(limit)
  return rows.map(({ id }) => id)
}
