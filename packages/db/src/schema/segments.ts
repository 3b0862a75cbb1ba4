import { date, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { bytes, instant, tenantId, whole } from './columns.ts'

/** Who is in a segment, as last worked out. Rebuildable from facts and events, but for whom others were told of. */
export const segmentState = pgTable(
  'segment_state',
  {
    tenantId: tenantId(),
    segmentId: text('segment_id').notNull(),
    /** The version of its rule; 0 = as it comes. */
    version: integer('version').notNull(),
    /** A digest of the rule with all that it refers to. */
    ruleKey: text('rule_key').notNull(),
    /** As known at this batch, on this day of the tenant's. */
    batch: whole('batch').notNull(),
    day: date('day', { mode: 'string' }).notNull(),
    computedAt: instant('computed_at').notNull(),
    size: integer('size').notNull(),
    /** Contact numbers in order, 32 bits each, little-endian. */
    members: bytes('members').notNull(),
    /** Those of whom events have told that they are in it. */
    told: bytes('told').notNull(),
    /** Everybody who ever gave, as known at the batch. */
    people: integer('people'),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.segmentId] })],
)

/** How large a segment was at the end of each day, or is today. */
export const segmentDay = pgTable(
  'segment_day',
  {
    tenantId: tenantId(),
    segmentId: text('segment_id').notNull(),
    day: date('day', { mode: 'string' }).notNull(),
    version: integer('version').notNull(),
    batch: whole('batch').notNull(),
    size: integer('size').notNull(),
    /** Since the day before that is kept; of a first day, nobody. */
    entered: integer('entered').notNull(),
    gone: integer('gone').notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.segmentId, t.day] })],
)
