import { NotFound } from '@throughline/canonical'
import { and, authenticateJob, eq, sql, tables, type Door, type Inside } from '@throughline/db'
import type { PageInput, PageOf } from '../connections/connections.ts'
import type { DeadLetter } from './job-desk.ts'
import { Nudge } from './nudge.ts'

interface BuryDeps {
  door: Door
  now: () => Date
  newId: () => string
}

/** A nudge that failed for good, where a person can see it. */
export async function buryNudge(deps: BuryDeps, nudge: Nudge, attempts: number, error: string): Promise<void> {
  await deps.door.withTenant(authenticateJob(nudge.tenantId, nudge.kind), nudge.tenantId, ({ db, tenantId }) =>
    db.insert(tables.deadLetter).values({
      tenantId,
      id: deps.newId(),
      kind: nudge.kind,
      ref: nudge.ref ?? null,
      error,
      attempts,
      diedAt: deps.now().toISOString(),
      state: 'dead',
    }),
  )
}

/** Dead letters, newest first. */
export async function listDeadLetters(db: Inside['db'], { cursor, limit }: PageInput): Promise<PageOf<DeadLetter>> {
  const { id, kind, ref, error, attempts, diedAt, state } = tables.deadLetter
  const [at, after] = cursor?.split('|') ?? []
  const rows = await db
    .select({ id, kind, ref, error, attempts, diedAt, state })
    .from(tables.deadLetter)
    .where(at && after ? sql`(${diedAt}, ${id}) < (${at}::timestamptz, ${after}::uuid)` : undefined)
    .orderBy(sql`${diedAt} desc, ${id} desc`)
    .limit(limit + 1)
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return { rows: rows.slice(0, limit), next: last ? `${last.diedAt}|${last.id}` : null }
}

/**
 * Marks one as settled and gives back the nudge that it was.
 * @throws NotFound when there is no such letter, or it was settled before
 */
export async function settleDeadLetter(
  { db, tenantId }: Inside,
  id: string,
  state: 'replayed' | 'dismissed',
  now: Date,
): Promise<Nudge> {
  const [row] = await db
    .update(tables.deadLetter)
    .set({ state, settledAt: now.toISOString() })
    .where(and(eq(tables.deadLetter.id, id), eq(tables.deadLetter.state, 'dead')))
    .returning({ kind: tables.deadLetter.kind, ref: tables.deadLetter.ref })
  if (!row) throw new NotFound('No such failed job.')
  return Nudge.parse({ tenantId, kind: row.kind, ...(row.ref === null ? {} : { ref: row.ref }), attempt: 0 })
}

/** A line of the tenant's audit log about jobs. */
export { appendAudit, actorName } from '@throughline/db'
