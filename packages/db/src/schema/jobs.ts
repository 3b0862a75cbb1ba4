import { index, integer, jsonb, pgTable, primaryKey, real, text, uuid } from 'drizzle-orm/pg-core'
import { sql } from 'drizzle-orm'
import { tenant } from './agency.ts'
import { instant, tenantId } from './columns.ts'

/** Long work as people see it: progress, ETA, cancellation. */
export const work = pgTable(
  'work',
  {
    tenantId: tenantId().references(() => tenant.tenantId),
    workId: uuid('work_id').notNull(),
    kind: text('kind').notNull(),
    ref: uuid('ref'),
    input: jsonb('input').$type<Record<string, unknown>>().notNull(),
    state: text('state', { enum: ['queued', 'running', 'done', 'failed', 'cancelled'] }).notNull(),
    progress: real('progress').notNull().default(0),
    rows: integer('rows').notNull().default(0),
    say: text('say'),
    requestedBy: text('requested_by').notNull(),
    createdAt: instant('created_at').notNull(),
    startedAt: instant('started_at'),
    finishedAt: instant('finished_at'),
    cancelRequestedAt: instant('cancel_requested_at'),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.workId] }),
    index('work_ref').on(t.tenantId, t.kind, t.ref, t.createdAt),
    index('work_open').on(t.tenantId, t.state),
  ],
)

/** Something that happens again and again, in the tenant's zone. Claimed by moving `next_due_at`, so it fires once. */
export const schedule = pgTable(
  'schedule',
  {
    tenantId: tenantId().references(() => tenant.tenantId),
    scheduleId: uuid('schedule_id').notNull(),
    kind: text('kind').notNull(),
    ref: uuid('ref'),
    /** `every 15 minutes` or `daily at 03:30`, in the tenant's zone. */
    rule: text('rule').notNull(),
    nextDueAt: instant('next_due_at').notNull(),
    lastFiredAt: instant('last_fired_at'),
    pausedAt: instant('paused_at'),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.scheduleId] }),
    index('schedule_due')
      .on(t.tenantId, t.nextDueAt)
      .where(sql`paused_at is null`),
  ],
)

/** A nudge that failed for good, to be looked at and replayed. */
export const deadLetter = pgTable(
  'dead_letter',
  {
    tenantId: tenantId().references(() => tenant.tenantId),
    id: uuid('id').notNull(),
    kind: text('kind').notNull(),
    ref: text('ref'),
    /** For us, without values: class and message of the error. */
    error: text('error').notNull(),
    attempts: integer('attempts').notNull(),
    diedAt: instant('died_at').notNull(),
    state: text('state', { enum: ['dead', 'replayed', 'dismissed'] }).notNull(),
    settledAt: instant('settled_at'),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] }), index('dead_letter_recent').on(t.tenantId, t.diedAt)],
)
