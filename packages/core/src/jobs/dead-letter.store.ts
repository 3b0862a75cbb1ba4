import { NotFound } from '@throughline/canonical'
import { z } from 'zod'
import { and, authenticateJob, eq, isNull, sql, tables, type Door, type Inside } from '@throughline/db'
import type { PageInput, PageOf } from '../connections/connections.ts'
import type { DeadLetter } from './job-desk.ts'
import { Nudge } from './nudge.ts'
import { failWork, reopenWork } from './work.store.ts'

interface BuryDeps {
  door: Door
  now: () => Date
  newId: () => string
}

/**
 * A nudge that failed for good, where a person can see it: one letter however often it is nudged and fails again. The work that it
 * was about has failed with it, so that nothing nudges it until a person says so.
 */
export async function buryNudge(deps: BuryDeps, nudge: Nudge, attempts: number, error: string): Promise<void> {
  const { tenantId, kind, ref = null } = nudge
  const diedAt = deps.now().toISOString()
  await deps.door.withTenant(authenticateJob(tenantId, kind), tenantId, async (inside) => {
    const { deadLetter } = tables
    const [again] = await inside.db
      .update(deadLetter)
      .set({ error, diedAt, attempts: sql`${deadLetter.attempts} + ${attempts}::int` })
      .where(
        and(
          eq(deadLetter.kind, kind),
          ref === null ? isNull(deadLetter.ref) : eq(deadLetter.ref, ref),
          eq(deadLetter.state, 'dead'),
        ),
      )
      .returning({ id: deadLetter.id })
    if (!again)
      await inside.db
        .insert(deadLetter)
        .values({ tenantId, id: deps.newId(), kind, ref, error, attempts, diedAt, state: 'dead' })
    if (isId(ref)) await failWork(inside, { workId: ref, kind, now: deps.now() })
  })
}

const isId = (ref: string | null): ref is string => z.uuid().safeParse(ref).success

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
 * Marks one as settled and gives back the nudge that it was. Work that failed with it is open again when it is replayed.
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
  if (state === 'replayed' && isId(row.ref)) await reopenWork({ db }, row.ref)
  return Nudge.parse({ tenantId, kind: row.kind, ...(row.ref === null ? {} : { ref: row.ref }), attempt: 0 })
}

/** A line of the tenant's audit log about jobs. */
export { appendAudit, actorName } from '@throughline/db'
