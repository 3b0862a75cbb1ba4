import { bigint, customType, jsonb, text, uuid } from 'drizzle-orm/pg-core'
import { instantOf } from '../instant-of.ts'

/** Raw bytes: encrypted bodies, packed arrays, hashes. */
export const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' })

/** An instant, UTC, with milliseconds: read and written as the ISO string that `canonical` calls `Instant`. */
export const instant = customType<{ data: string; driverData: string }>({
  dataType: () => 'timestamp (3) with time zone',
  fromDriver: instantOf,
})

/** First column of every tenant table's key, index and foreign key. */
export const tenantId = () => uuid('tenant_id').notNull()

/** A safe integer: batch numbers and minor units of money. */
export const whole = (name: string) => bigint(name, { mode: 'number' })

/** What one link of an audit chain holds, beside whose chain it is. */
export const chainLink = () => ({
  seq: whole('seq').notNull(),
  at: instant('at').notNull(),
  actor: text('actor').notNull(),
  action: text('action').notNull(),
  subject: text('subject'),
  detail: jsonb('detail').$type<Record<string, unknown>>().notNull(),
  previousHash: text('previous_hash').notNull(),
  hash: text('hash').notNull(),
})
