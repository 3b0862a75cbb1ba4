import { and, eq, isNull, sql, tables, type Inside } from '@throughline/db'
import { Nudge } from './nudge.ts'
import type { NudgeKind } from './nudge.ts'
import { nextDue, parseRule } from './schedule-rule.ts'

export interface ScheduleInput {
  scheduleId: string
  kind: NudgeKind
  ref?: string
  rule: string
}

const { schedule, tenant } = tables

async function zoneOf(db: Inside['db']): Promise<string> {
  const [row] = await db.select({ timeZone: tenant.timeZone }).from(tenant)
  return row?.timeZone ?? 'UTC'
}

const same = ({ kind, ref }: { kind: string; ref?: string | undefined }) =>
  and(eq(schedule.kind, kind), ref === undefined ? isNull(schedule.ref) : eq(schedule.ref, ref))

/** Sees to it that exactly this schedule of (kind, ref) exists; where its rule is the same it is left as it is. */
export async function ensureSchedule({ db, tenantId }: Inside, input: ScheduleInput, now: Date): Promise<void> {
  const due = nextDue(parseRule(input.rule), now, await zoneOf(db))
  const [there] = await db
    .select({ scheduleId: schedule.scheduleId, rule: schedule.rule })
    .from(schedule)
    .where(same(input))
  if (there?.rule === input.rule) return
  if (there)
    await db
      .update(schedule)
      .set({ rule: input.rule, nextDueAt: due.toISOString() })
      .where(eq(schedule.scheduleId, there.scheduleId))
  else
    await db.insert(schedule).values({
      tenantId,
      scheduleId: input.scheduleId,
      kind: input.kind,
      ref: input.ref ?? null,
      rule: input.rule,
      nextDueAt: due.toISOString(),
    })
}

/** Holds a schedule, or lets it go on from the next time that it is due. */
export async function pauseSchedule(inside: Inside, of: { kind: NudgeKind; ref?: string }, now: Date): Promise<void> {
  await inside.db.update(schedule).set({ pausedAt: now.toISOString() }).where(same(of))
}

export async function resumeSchedule(inside: Inside, of: { kind: NudgeKind; ref?: string }, now: Date): Promise<void> {
  const rows = await inside.db.select().from(schedule).where(same(of))
  const zone = await zoneOf(inside.db)
  for (const { scheduleId, rule } of rows)
    await inside.db
      .update(schedule)
      .set({ pausedAt: null, nextDueAt: nextDue(parseRule(rule), now, zone).toISOString() })
      .where(eq(schedule.scheduleId, scheduleId))
}

export async function dropSchedule(inside: Inside, of: { kind: NudgeKind; ref?: string }): Promise<void> {
  await inside.db.delete(schedule).where(same(of))
}

/** After the tenant's zone changed: every daily time is due by the new clock. */
export async function rezoneSchedules({ db }: Inside, timeZone: string, now: Date): Promise<void> {
  for (const { scheduleId, rule } of await db.select().from(schedule))
    await db
      .update(schedule)
      .set({ nextDueAt: nextDue(parseRule(rule), now, timeZone).toISOString() })
      .where(eq(schedule.scheduleId, scheduleId))
}

/**
 * Takes a due schedule by moving its next time, so that of several workers one gets it. A time missed while nothing ran is
 * made up for once, not once per time missed.
 * @returns what to do, or undefined where another was first or it is not due
 */
export async function claimSchedule(
  { db, tenantId }: Inside,
  scheduleId: string,
  now: Date,
): Promise<Nudge | undefined> {
  const [row] = await db
    .select()
    .from(schedule)
    .where(and(eq(schedule.scheduleId, scheduleId), isNull(schedule.pausedAt)))
    .for('update')
  if (!row || new Date(row.nextDueAt) > now) return undefined
  const next = nextDue(parseRule(row.rule), now, await zoneOf(db))
  await db
    .update(schedule)
    .set({ nextDueAt: next.toISOString(), lastFiredAt: now.toISOString() })
    .where(and(eq(schedule.scheduleId, scheduleId), sql`${schedule.nextDueAt} <= ${now.toISOString()}::timestamptz`))
  return Nudge.parse({ tenantId, kind: row.kind, ...(row.ref === null ? {} : { ref: row.ref }), attempt: 0 })
}

export { authenticateJob as jobOf } from '@throughline/db'
