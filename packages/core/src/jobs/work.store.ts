import { NotFound } from '@throughline/canonical'
import { and, desc, eq, inArray, isNull, sql, tables, type Inside } from '@throughline/db'
import type { NudgeKind } from './nudge.ts'

const { work } = tables

/** Long work as its handler sees it. */
export interface Work {
  workId: string
  kind: string
  ref: string | null
  input: Record<string, unknown>
  state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled'
  progress: number
  rows: number
  say: string | null
  startedAt: string | null
  finishedAt: string | null
  cancelRequested: boolean
}

const columns = {
  workId: work.workId,
  kind: work.kind,
  ref: work.ref,
  input: work.input,
  state: work.state,
  progress: work.progress,
  rows: work.rows,
  say: work.say,
  startedAt: work.startedAt,
  finishedAt: work.finishedAt,
  cancelRequested: sql<boolean>`${work.cancelRequestedAt} is not null`,
}

export interface NewWork {
  workId: string
  kind: NudgeKind
  ref?: string
  input: Record<string, unknown>
  requestedBy: string
  now: Date
}

export async function createWork({ db, tenantId }: Inside, input: NewWork): Promise<void> {
  await db.insert(work).values({
    tenantId,
    workId: input.workId,
    kind: input.kind,
    ref: input.ref ?? null,
    input: input.input,
    state: 'queued',
    requestedBy: input.requestedBy,
    createdAt: input.now.toISOString(),
  })
}

export async function readWork({ db }: Pick<Inside, 'db'>, workId: string): Promise<Work | undefined> {
  const [row] = await db.select(columns).from(work).where(eq(work.workId, workId))
  return row
}

/** The newest piece of work of a kind about something. */
export async function lastWorkOf({ db }: Pick<Inside, 'db'>, kind: NudgeKind, ref: string): Promise<Work | undefined> {
  const [row] = await db
    .select(columns)
    .from(work)
    .where(and(eq(work.kind, kind), eq(work.ref, ref)))
    .orderBy(desc(work.createdAt), desc(work.workId))
    .limit(1)
  return row
}

const isOpen = inArray(work.state, ['queued', 'running'])

/** Open work of a kind, whatever it is about; the oldest. */
export async function openWorkOf({ db }: Pick<Inside, 'db'>, kind: NudgeKind): Promise<Work | undefined> {
  const [row] = await db
    .select(columns)
    .from(work)
    .where(and(eq(work.kind, kind), isOpen))
    .orderBy(work.createdAt, work.workId)
    .limit(1)
  return row
}

/** Marks the work as begun and gives it back; undefined where it is already over. */
export async function beginWork(inside: Pick<Inside, 'db'>, workId: string, now: Date): Promise<Work | undefined> {
  await inside.db
    .update(work)
    .set({ state: 'running', startedAt: now.toISOString() })
    .where(and(eq(work.workId, workId), eq(work.state, 'queued')))
  const row = await readWork(inside, workId)
  return row && (row.state === 'queued' || row.state === 'running') ? row : undefined
}

export interface WorkStep {
  /** 0–1; never goes back. */
  progress?: number
  /** Rows read since the last step. */
  rows?: number
  say?: string | null
  input?: Record<string, unknown>
}

/** How far it is. @returns whether somebody asked to stop */
export async function stepWork({ db }: Pick<Inside, 'db'>, workId: string, step: WorkStep): Promise<boolean> {
  const [row] = await db
    .update(work)
    .set({
      ...(step.progress === undefined
        ? {}
        : { progress: sql`greatest(${work.progress}, ${Math.min(1, Math.max(0, step.progress))}::real)` }),
      ...(step.rows === undefined ? {} : { rows: sql`${work.rows} + ${step.rows}::int` }),
      ...(step.say === undefined ? {} : { say: step.say }),
      ...(step.input === undefined ? {} : { input: step.input }),
      state: sql`${work.state}`,
    })
    .where(eq(work.workId, workId))
    .returning({ cancelRequested: columns.cancelRequested })
  return row?.cancelRequested ?? true
}

export async function finishWork(
  { db }: Pick<Inside, 'db'>,
  workId: string,
  end: { state: 'done' | 'failed' | 'cancelled'; say?: string; now: Date },
): Promise<void> {
  await db
    .update(work)
    .set({
      state: end.state,
      finishedAt: end.now.toISOString(),
      say: end.say ?? null,
      ...(end.state === 'done' ? { progress: 1 } : {}),
    })
    .where(and(eq(work.workId, workId), isOpen))
}

/** Open work whose job failed for good: it waits for a person. What is no work of that kind, or over, is left as it is. */
export async function failWork(
  { db }: Pick<Inside, 'db'>,
  { workId, kind, now }: { workId: string; kind: NudgeKind; now: Date },
): Promise<void> {
  await db
    .update(work)
    .set({
      state: 'failed',
      finishedAt: now.toISOString(),
      say: 'It failed too often. Try it again under Failed work.',
    })
    .where(and(eq(work.workId, workId), eq(work.kind, kind), isOpen))
}

/** Work that failed is to be done after all: it goes on where it stopped. Other work is left as it is. */
export async function reopenWork({ db }: Pick<Inside, 'db'>, workId: string): Promise<void> {
  await db
    .update(work)
    .set({ state: 'queued', finishedAt: null, say: null })
    .where(and(eq(work.workId, workId), eq(work.state, 'failed')))
}

/** @throws NotFound where there is no such work, or it is over */
export async function requestCancel({ db }: Pick<Inside, 'db'>, workId: string, now: Date): Promise<Work> {
  const [row] = await db
    .update(work)
    .set({ cancelRequestedAt: now.toISOString() })
    .where(and(eq(work.workId, workId), isOpen, isNull(work.cancelRequestedAt)))
    .returning(columns)
  if (row) return row
  const there = await readWork({ db }, workId)
  if (there?.cancelRequested && (there.state === 'queued' || there.state === 'running')) return there
  throw new NotFound('No such work, or it is over.')
}

/**
 * Seconds left, if it goes on as it has since it began; null before there is anything to go by.
 */
export function etaSeconds(
  of: { progress: number; startedAt: string | null; state: string },
  now: Date,
): number | null {
  if (of.state !== 'running' || of.startedAt === null || of.progress <= 0) return null
  const gone = (now.getTime() - new Date(of.startedAt).getTime()) / 1_000
  return Math.max(0, Math.round((gone * (1 - of.progress)) / of.progress))
}
