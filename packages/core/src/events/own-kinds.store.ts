import { instantOf, sql, type Inside } from '@throughline/db'
import type { OwnKind } from './event-desk.ts'

type Writing = Pick<Inside, 'db' | 'tenantId'>

/** A client's own kinds, the newest version of each, by name. */
export async function ownKinds({ db }: Pick<Inside, 'db'>): Promise<OwnKind[]> {
  const rows = await db.execute<{
    name: string
    version: number
    schema: Record<string, unknown>
    created_at: string
    archived_at: string | null
  }>(sql`
    select distinct on (name) name, version, schema, created_at, archived_at from event_kind order by name, version desc`)
  return rows.map(({ created_at, archived_at, ...rest }) => ({
    ...rest,
    createdAt: instantOf(created_at),
    archivedAt: archived_at === null ? null : instantOf(archived_at),
  }))
}

/** Adds the next version of a kind; answers which it is. The names' lock is taken, so that two at once are two versions. */
export async function addKind(
  { db, tenantId }: Writing,
  { name, schema, now }: { name: string; schema: Record<string, unknown>; now: Date },
): Promise<number> {
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`event kind:${tenantId}:${name}`}, 0))`)
  const [row] = await db.execute<{ version: number }>(sql`
    insert into event_kind (tenant_id, name, version, schema, created_at)
    select ${tenantId}, ${name}, coalesce(max(version), 0) + 1, ${JSON.stringify(schema)}::text::jsonb, ${now.toISOString()}::timestamptz
    from event_kind where name = ${name} returning version`)
  if (!row) throw new Error('a kind was not written')
  return row.version
}

/** Archives all versions of a kind, or brings them back; answers whether anything changed. */
export async function archiveKindAt({ db }: Writing, name: string, at: Date | null): Promise<boolean> {
  const rows = await db.execute(sql`
    update event_kind set archived_at = ${at?.toISOString() ?? null}::timestamptz
    where name = ${name} and (archived_at is null) = ${at !== null}::boolean returning 1`)
  return rows.length > 0
}

/** Sets what becomes of emails and phone numbers; answers what it was. */
export async function writePersonalData({ db }: Writing, personalData: 'hash' | 'refuse'): Promise<string | undefined> {
  const [before] = await db.execute<{ was: string }>(
    sql`select event_personal_data as was from tenant for no key update`,
  )
  await db.execute(sql`update tenant set event_personal_data = ${personalData}`)
  return before?.was
}
