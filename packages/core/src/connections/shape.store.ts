import type { DriftPolicy, KnownShape } from '@throughline/connector-kit'
import { and, eq, isNull, isNotNull, sql, tables, type Inside } from '@throughline/db'

const { streamField, streamSetting, streamState } = tables
type Reading = Pick<Inside, 'db'>

/** What is known of a stream's fields. It learns until it was read to its end once. */
export async function knownShape({ db }: Reading, connectionId: string, stream: string): Promise<KnownShape> {
  const fields = await db
    .select({ field: streamField.field })
    .from(streamField)
    .where(
      and(
        eq(streamField.connectionId, connectionId),
        eq(streamField.stream, stream),
        isNotNull(streamField.acceptedAt),
      ),
    )
  const [read] = await db
    .select({ at: streamState.lastReadAt })
    .from(streamState)
    .where(
      and(
        eq(streamState.connectionId, connectionId),
        eq(streamState.stream, stream),
        isNotNull(streamState.lastReadAt),
      ),
    )
    .limit(1)
  const policy = (await driftPolicies({ db }, connectionId)).get(stream)
  return { fields: fields.map(({ field }) => field), learning: read === undefined, ...(policy ? { policy } : {}) }
}

/** Keeps fields that were never seen; while the stream is `learning` nobody needs to look at them. */
export async function keepFields(
  { db, tenantId }: Inside,
  { connectionId, stream, learning }: { connectionId: string; stream: string; learning: boolean },
  fields: readonly string[],
  now: Date,
): Promise<void> {
  const at = now.toISOString()
  await db.execute(sql`
    insert into stream_field (tenant_id, connection_id, stream, field, first_seen_at, accepted_at)
    select ${tenantId}::uuid, ${connectionId}::uuid, ${stream}, value, ${at}::timestamptz, case when ${learning} then ${at}::timestamptz end
    from jsonb_array_elements_text(${JSON.stringify(fields)}::text::jsonb)
    on conflict do nothing`)
}

/** Fields that nobody has looked at, by stream. */
export async function newFields({ db }: Reading, connectionId: string): Promise<Map<string, string[]>> {
  const rows = await db
    .select({ stream: streamField.stream, field: streamField.field })
    .from(streamField)
    .where(and(eq(streamField.connectionId, connectionId), isNull(streamField.acceptedAt)))
    .orderBy(streamField.stream, streamField.field)
  return new Map(
    [...Map.groupBy(rows, ({ stream }) => stream)].map(([stream, of]) => [stream, of.map((each) => each.field)]),
  )
}

/** Somebody has looked: from now on they are fields like others. @returns how many */
export async function acceptFields({ db }: Reading, connectionId: string, stream: string, now: Date): Promise<number> {
  const accepted = await db
    .update(streamField)
    .set({ acceptedAt: now.toISOString() })
    .where(
      and(eq(streamField.connectionId, connectionId), eq(streamField.stream, stream), isNull(streamField.acceptedAt)),
    )
    .returning({ field: streamField.field })
  return accepted.length
}

/** What a person said of each stream. */
export async function driftPolicies({ db }: Reading, connectionId: string): Promise<Map<string, DriftPolicy>> {
  const rows = await db.select().from(streamSetting).where(eq(streamSetting.connectionId, connectionId))
  return new Map(rows.map(({ stream, drift }) => [stream, drift]))
}

export async function setDriftPolicy(
  { db, tenantId }: Inside,
  connectionId: string,
  stream: string,
  drift: DriftPolicy,
): Promise<void> {
  await db
    .insert(streamSetting)
    .values({ tenantId, connectionId, stream, drift })
    .onConflictDoUpdate({
      target: [streamSetting.tenantId, streamSetting.connectionId, streamSetting.stream],
      set: { drift },
    })
}
