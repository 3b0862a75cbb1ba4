import type { Position } from '@throughline/connector-kit'
import { and, eq, sql, tables, type Inside } from '@throughline/db'

const { streamState } = tables

/** The daily reading and a backfill of the same stream each have their own cursor. */
export type Lane = 'sync' | 'backfill'

export interface StreamPlace {
  connectionId: string
  stream: string
  lane: Lane
}

export interface StreamStanding {
  stream: string
  lane: Lane
  position: Position | undefined
  state: 'ok' | 'waiting' | 'stopped'
  say: string | null
  waitUntil: string | null
  lastReadAt: string | null
}

/** Where the streams of a connection stand, by stream. */
export async function readStreams(
  { db }: Pick<Inside, 'db'>,
  connectionId: string,
  lane: Lane,
): Promise<Map<string, StreamStanding>> {
  const rows = await db
    .select()
    .from(streamState)
    .where(and(eq(streamState.connectionId, connectionId), eq(streamState.lane, lane)))
  return new Map(
    rows.map(({ stream, cursor, state, say, waitUntil, lastReadAt }) => [
      stream,
      { stream, lane, position: (cursor ?? undefined) as Position | undefined, state, say, waitUntil, lastReadAt },
    ]),
  )
}

/** Saves where a stream stands after a page. `sawRow`: the page had rows. */
export async function savePosition(
  { db, tenantId }: Pick<Inside, 'db' | 'tenantId'>,
  place: StreamPlace,
  position: Position,
  { now, sawRow }: { now: Date; sawRow: boolean },
): Promise<void> {
  const seen = sawRow ? { lastRowAt: now.toISOString() } : {}
  const standing = { cursor: position, state: 'ok' as const, say: null, waitUntil: null, ...seen }
  await db
    .insert(streamState)
    .values({ tenantId, ...place, ...standing })
    .onConflictDoUpdate({
      target: [streamState.tenantId, streamState.connectionId, streamState.stream, streamState.lane],
      set: standing,
    })
}

/** How a slice left the stream. */
export async function markStream(
  { db, tenantId }: Pick<Inside, 'db' | 'tenantId'>,
  place: StreamPlace,
  mark: { state: 'ok' | 'waiting' | 'stopped'; say?: string; waitUntil?: Date; readAt?: Date },
): Promise<void> {
  const standing = {
    state: mark.state,
    say: mark.say ?? null,
    waitUntil: mark.waitUntil?.toISOString() ?? null,
    ...(mark.readAt ? { lastReadAt: mark.readAt.toISOString() } : {}),
  }
  await db
    .insert(streamState)
    .values({ tenantId, ...place, ...standing })
    .onConflictDoUpdate({
      target: [streamState.tenantId, streamState.connectionId, streamState.stream, streamState.lane],
      set: standing,
    })
}

/** A person acted: what had stopped may go on. */
export async function restartStreams({ db }: Pick<Inside, 'db'>, connectionId: string): Promise<void> {
  await db
    .update(streamState)
    .set({ state: 'ok', say: null })
    .where(and(eq(streamState.connectionId, connectionId), eq(streamState.state, 'stopped')))
}

/** A new backfill begins at its own beginning. */
export async function clearLane({ db }: Pick<Inside, 'db'>, connectionId: string, lane: Lane): Promise<void> {
  await db.delete(streamState).where(and(eq(streamState.connectionId, connectionId), eq(streamState.lane, lane)))
}

/** The daily reading goes on where history ended, if it has not begun by itself. */
export async function handOver(
  { db }: Pick<Inside, 'db'>,
  { connectionId, stream }: Pick<StreamPlace, 'connectionId' | 'stream'>,
  now: Date,
): Promise<void> {
  await db.execute(sql`
    insert into stream_state (tenant_id, connection_id, stream, lane, cursor, state, last_read_at, last_row_at)
    select tenant_id, connection_id, stream, 'sync', cursor, 'ok', ${now.toISOString()}::timestamptz, last_row_at
    from stream_state where connection_id = ${connectionId}::uuid and stream = ${stream} and lane = 'backfill' and cursor is not null
    on conflict do nothing`)
}
