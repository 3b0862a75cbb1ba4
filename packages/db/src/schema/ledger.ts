import { sql } from 'drizzle-orm'
import {
  boolean,
  date,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  smallint,
  text,
  uuid,
} from 'drizzle-orm/pg-core'
import { tenant } from './agency.ts'
import { bytes, instant, tenantId, whole } from './columns.ts'

/** Where a tenant's numbering stands: the last batch and the last contact number given out. Moved under the ledger's lock. */
export const ledgerHead = pgTable('ledger_head', {
  tenantId: tenantId()
    .primaryKey()
    .references(() => tenant.tenantId),
  batch: whole('batch').notNull(),
  contactNo: integer('contact_no').notNull(),
})

/** One numbered write to a tenant's facts. "As known at T" is the last batch recorded by T. */
export const batch = pgTable(
  'batch',
  {
    tenantId: tenantId().references(() => tenant.tenantId),
    batch: whole('batch').notNull(),
    recordedAt: instant('recorded_at').notNull(),
    /** What wrote it: `inbox`, `read`, `settings`, `contacts`, `rebuild`. */
    origin: text('origin').notNull(),
    originId: uuid('origin_id'),
    facts: integer('facts').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.batch] }),
    index('batch_recorded').on(t.tenantId, t.recordedAt),
    index('batch_import')
      .on(t.tenantId, t.originId, t.batch)
      .where(sql`origin = 'import'`),
  ],
)

/**
 * One version of one source record in canonical form; never changed. The effective fact at batch B is the highest version
 * with batch <= B. Columns beside `value` are copies of what queries need under row security. No second index begins with `kind`:
 * before the first ANALYZE the planner would take it for as good as the key. Facts and movements have no foreign key to their batch:
 * one function writes all three, the rebuild checks them, and the look-up per row cost a third of the database's work on a batch.
 */
export const fact = pgTable(
  'fact',
  {
    tenantId: tenantId(),
    /** conversion, refund, recurring_plan, consent; contact_link, time_zone and other rules are facts too. */
    kind: text('kind').notNull(),
    source: text('source').notNull(),
    sourceKey: text('source_key').notNull(),
    version: integer('version').notNull(),
    batch: whole('batch').notNull(),
    cause: text('cause').notNull(),
    happenedAt: instant('happened_at').notNull(),
    contactNo: integer('contact_no'),
    /** The key of the record it refers to: a refund's conversion. */
    refersTo: text('refers_to'),
    withdrawn: boolean('withdrawn').notNull().default(false),
    value: jsonb('value').$type<Record<string, unknown>>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.kind, t.source, t.sourceKey, t.version] }),
    index('fact_batch').on(t.tenantId, t.batch),
    index('fact_happened').on(t.tenantId, t.happenedAt),
    index('fact_contact').on(t.tenantId, t.contactNo, t.happenedAt),
    index('fact_refers')
      .on(t.tenantId, t.refersTo)
      .where(sql`refers_to is not null`),
  ],
)

/** Signed sums of money, appended per batch and never updated. No campaign, creative or channel = 0. */
export const moneyMovement = pgTable(
  'money_movement',
  {
    tenantId: tenantId(),
    day: date('day', { mode: 'string' }).notNull(),
    batch: whole('batch').notNull(),
    kind: text('kind').notNull(),
    currency: text('currency').notNull(),
    hour: smallint('hour').notNull(),
    campaignNo: integer('campaign_no').notNull().default(0),
    creativeNo: integer('creative_no').notNull().default(0),
    channel: smallint('channel').notNull().default(0),
    cause: text('cause').notNull(),
    recordedDay: date('recorded_day', { mode: 'string' }).notNull(),
    /** One-time or part of a plan: what the recurring share divides. */
    recurring: boolean('recurring').notNull().default(false),
    minor: whole('minor').notNull(),
    n: integer('n').notNull(),
  },
  (t) => [
    primaryKey({
      columns: [
        t.tenantId,
        t.day,
        t.batch,
        t.kind,
        t.currency,
        t.hour,
        t.campaignNo,
        t.creativeNo,
        t.channel,
        t.cause,
        t.recurring,
      ],
    }),
    index('money_movement_batch').on(t.tenantId, t.batch),
  ],
)

/**
 * One tenant-day's events as little-endian arrays in time order, at most 65,536 a row. Rebuildable from facts.
 * A new version of a fact appends the reversal of the old entry and the new entry; `sign` is +1 or -1.
 */
export const strip = pgTable(
  'strip',
  {
    tenantId: tenantId(),
    day: date('day', { mode: 'string' }).notNull(),
    seq: smallint('seq').notNull(),
    n: integer('n').notNull(),
    contact: bytes('contact').notNull(),
    sec: bytes('sec').notNull(),
    kind: bytes('kind').notNull(),
    sign: bytes('sign').notNull(),
    recorded: bytes('recorded').notNull(),
    cause: bytes('cause').notNull(),
    amount: bytes('amount').notNull(),
    currency: bytes('currency').notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.day, t.seq] })],
)

/**
 * What a change of zone will book, while it is being worked out: the old places out, the new ones in, so far. One batch then takes
 * all of it into `money_movement` and `strip`.
 */
export const restatedMovement = pgTable(
  'restated_movement',
  {
    tenantId: tenantId(),
    day: date('day', { mode: 'string' }).notNull(),
    kind: text('kind').notNull(),
    currency: text('currency').notNull(),
    hour: smallint('hour').notNull(),
    recurring: boolean('recurring').notNull(),
    minor: whole('minor').notNull(),
    n: integer('n').notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.day, t.kind, t.currency, t.hour, t.recurring] })],
)

/** The same for strips: pieces of a day without the batch's number, which is not known yet. */
export const restatedStrip = pgTable(
  'restated_strip',
  {
    tenantId: tenantId(),
    day: date('day', { mode: 'string' }).notNull(),
    seq: smallint('seq').notNull(),
    n: integer('n').notNull(),
    contact: bytes('contact').notNull(),
    sec: bytes('sec').notNull(),
    kind: bytes('kind').notNull(),
    sign: bytes('sign').notNull(),
    cause: bytes('cause').notNull(),
    amount: bytes('amount').notNull(),
    currency: bytes('currency').notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.day, t.seq] })],
)

/** Rates by day, entered by hand or file: 1 unit of `from_currency` = `rate` of `to_currency`. */
export const fxRate = pgTable(
  'fx_rate',
  {
    tenantId: tenantId().references(() => tenant.tenantId),
    day: date('day', { mode: 'string' }).notNull(),
    fromCurrency: text('from_currency').notNull(),
    toCurrency: text('to_currency').notNull(),
    rate: numeric('rate').notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.day, t.fromCurrency, t.toCurrency] })],
)
