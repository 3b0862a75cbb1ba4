import { and, eq, sql, tables, type Inside } from '@throughline/db'

const { streamHint } = tables

/** A record that a delivery named without its content. */
export interface Hint {
  stream: string
  key: string
}
export interface NamedHint extends Hint {
  namedAt: string
  attempts: number
}

/** Notes records to be asked for; named twice is asked for once, unless it was being asked for meanwhile. */
export async function noteHints(
  { db, tenantId }: Inside,
  connectionId: string,
  hints: readonly Hint[],
  now: Date,
): Promise<void> {
  if (hints.length === 0) return
  const each = [...new Map(hints.map((hint) => [`${hint.stream}\0${hint.key}`, hint])).values()]
  await db
    .insert(streamHint)
    .values(each.map(({ stream, key }) => ({ tenantId, connectionId, stream, key, namedAt: now.toISOString() })))
    .onConflictDoUpdate({
      target: [streamHint.tenantId, streamHint.connectionId, streamHint.stream, streamHint.key],
      set: { namedAt: now.toISOString() },
    })
}

/** The oldest that wait, of one stream. */
export async function waitingHints(
  { db }: Pick<Inside, 'db'>,
  connectionId: string,
  limitOf: (stream: string) => number,
): Promise<NamedHint[]> {
  const [oldest] = await db
    .select({ stream: streamHint.stream })
    .from(streamHint)
    .where(eq(streamHint.connectionId, connectionId))
    .orderBy(streamHint.attempts, streamHint.namedAt, streamHint.stream)
    .limit(1)
  if (!oldest) return []
  return db
    .select({
      stream: streamHint.stream,
      key: streamHint.key,
      namedAt: streamHint.namedAt,
      attempts: streamHint.attempts,
    })
    .from(streamHint)
    .where(and(eq(streamHint.connectionId, connectionId), eq(streamHint.stream, oldest.stream)))
    .orderBy(streamHint.attempts, streamHint.namedAt, streamHint.key)
    .limit(limitOf(oldest.stream))
}

const listed = (hints: readonly NamedHint[]) =>
  sql`jsonb_to_recordset(${JSON.stringify(hints)}::text::jsonb) as h(stream text, key text, "namedAt" timestamptz)`

/** They have been asked for. One that was named again meanwhile stays. */
export async function settleHints(
  { db }: Pick<Inside, 'db'>,
  connectionId: string,
  hints: readonly NamedHint[],
): Promise<void> {
  await db.execute(sql`
    delete from stream_hint s using ${listed(hints)}
    where s.connection_id = ${connectionId}::uuid and s.stream = h.stream and s.key = h.key and s.named_at = h."namedAt"`)
}

/** They could not be asked for: the others go first. */
export async function putOffHints(
  { db }: Pick<Inside, 'db'>,
  connectionId: string,
  hints: readonly NamedHint[],
): Promise<void> {
  await db.execute(sql`
    update stream_hint s set attempts = s.attempts + 1 from ${listed(hints)}
    where s.connection_id = ${connectionId}::uuid and s.stream = h.stream and s.key = h.key`)
}
