import { date, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { tenant } from './agency.ts'
import { instant, tenantId, whole } from './columns.ts'

/**
 * What answering a tenant came to, minute by minute: added to by every process that answers. `face`: `app` (pages), `v1` (keys).
 */
export const serviceMinute = pgTable(
  'service_minute',
  {
    tenantId: tenantId().references(() => tenant.tenantId),
    minute: instant('minute').notNull(),
    face: text('face', { enum: ['app', 'v1'] }).notNull(),
    calls: integer('calls').notNull(),
    /** Those that the service itself failed: errors of its own and answers that came too late. */
    failed: integer('failed').notNull(),
    /** Those that took longer than half a minute. */
    slow: integer('slow').notNull(),
    /** Microseconds that they took, together, and the share of the process's own work that is laid to them. */
    busyUs: whole('busy_us').notNull(),
    cpuUs: whole('cpu_us').notNull(),
    /** Answered. */
    bytes: whole('bytes').notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.minute, t.face] })],
)

/** What came a second time and was not counted again, by the day it came and where from: a source of events, or a connection. */
export const repeatCount = pgTable(
  'repeat_count',
  {
    tenantId: tenantId().references(() => tenant.tenantId),
    /** In UTC: it is when it came that counts. */
    day: date('day', { mode: 'string' }).notNull(),
    /** `events:web`, or `connection:` with its id. */
    source: text('source').notNull(),
    n: whole('n').notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.day, t.source] })],
)
