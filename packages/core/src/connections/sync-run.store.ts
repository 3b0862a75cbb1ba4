import { and, eq, inArray, ne, sql, tables, type Inside } from '@throughline/db'
import type { PageInput, PageOf } from './connections.ts'
import type { SyncRun } from './views.ts'

const { syncRun } = tables
const isOpen = inArray(syncRun.state, ['running', 'waiting'])

export interface RunCounts {
  read: number
  fresh: number
  changed: number
  unchanged: number
  quarantined: number
  foreign: number
}

export interface RunOf {
  connectionId: string
  stream: string
  trigger: SyncRun['trigger']
}

/** The run under way over this stream, or a new one. A backfill's runs are apart from the daily ones. */
export async function openRun(
  { db, tenantId }: Pick<Inside, 'db' | 'tenantId'>,
  of: RunOf,
  { now, newId }: { now: Date; newId: () => string },
): Promise<string> {
  const lane = of.trigger === 'backfill' ? eq(syncRun.trigger, 'backfill') : ne(syncRun.trigger, 'backfill')
  const [there] = await db
    .update(syncRun)
    .set({ state: 'running', say: null })
    .where(and(eq(syncRun.connectionId, of.connectionId), eq(syncRun.stream, of.stream), isOpen, lane))
    .returning({ runId: syncRun.runId })
  if (there) return there.runId
  const runId = newId()
  await db.insert(syncRun).values({ tenantId, runId, ...of, state: 'running', startedAt: now.toISOString() })
  return runId
}

export async function countRun({ db }: Pick<Inside, 'db'>, runId: string, more: RunCounts): Promise<void> {
  await db
    .update(syncRun)
    .set({
      read: sql`${syncRun.read} + ${more.read}::int`,
      fresh: sql`${syncRun.fresh} + ${more.fresh}::int`,
      changed: sql`${syncRun.changed} + ${more.changed}::int`,
      unchanged: sql`${syncRun.unchanged} + ${more.unchanged}::int`,
      quarantined: sql`${syncRun.quarantined} + ${more.quarantined}::int`,
      foreign: sql`${syncRun.foreign} + ${more.foreign}::int`,
    })
    .where(eq(syncRun.runId, runId))
}

/** What a run came to so far. */
export async function runSoFar(
  { db }: Pick<Inside, 'db'>,
  runId: string,
): Promise<{ read: number; quarantined: number; startedAt: string } | undefined> {
  const [row] = await db
    .select({ read: syncRun.read, quarantined: syncRun.quarantined, startedAt: syncRun.startedAt })
    .from(syncRun)
    .where(eq(syncRun.runId, runId))
  return row
}

export async function closeRun(
  { db }: Pick<Inside, 'db'>,
  runId: string,
  end: { state: 'done' | 'waiting' | 'failed' | 'cancelled'; say?: string; now: Date },
): Promise<void> {
  await db
    .update(syncRun)
    .set({
      state: end.state,
      say: end.say ?? null,
      finishedAt: end.state === 'waiting' ? null : end.now.toISOString(),
    })
    .where(eq(syncRun.runId, runId))
}

/** Runs that will not go on: the connection was paused, given up, or the backfill stopped. */
export async function cancelRuns(
  { db }: Pick<Inside, 'db'>,
  connectionId: string,
  { now, only }: { now: Date; only?: 'backfill' },
): Promise<void> {
  await db
    .update(syncRun)
    .set({ state: 'cancelled', finishedAt: now.toISOString() })
    .where(
      and(
        eq(syncRun.connectionId, connectionId),
        isOpen,
        only === undefined ? undefined : eq(syncRun.trigger, 'backfill'),
      ),
    )
}

/** Newest first. */
export async function listRuns(
  { db }: Pick<Inside, 'db'>,
  { connectionId, cursor, limit }: PageInput & { connectionId: string },
): Promise<PageOf<SyncRun>> {
  const [at, after] = cursor?.split('|') ?? []
  const columns = {
    runId: syncRun.runId,
    stream: syncRun.stream,
    trigger: syncRun.trigger,
    state: syncRun.state,
    startedAt: syncRun.startedAt,
    finishedAt: syncRun.finishedAt,
    read: syncRun.read,
    fresh: syncRun.fresh,
    changed: syncRun.changed,
    unchanged: syncRun.unchanged,
    quarantined: syncRun.quarantined,
    foreign: syncRun.foreign,
    say: syncRun.say,
  }
  const rows = await db
    .select(columns)
    .from(syncRun)
    .where(
      and(
        eq(syncRun.connectionId, connectionId),
        at && after ? sql`(${syncRun.startedAt}, ${syncRun.runId}) < (${at}::timestamptz, ${after}::uuid)` : undefined,
      ),
    )
    .orderBy(sql`${syncRun.startedAt} desc, ${syncRun.runId} desc`)
    .limit(limit + 1)
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return { rows: rows.slice(0, limit), next: last ? `${last.startedAt}|${last.runId}` : null }
}
