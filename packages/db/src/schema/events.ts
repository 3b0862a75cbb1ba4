import { sql } from 'drizzle-orm'
import {
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { tenant } from './agency.ts'
import { bytes, instant, tenantId, whole } from './columns.ts'

/**
 * Events: facts of high volume, partitioned by month of `happened_at` (made by `ensure_partitions`, in a schema of their own that
 * nobody may enter). No key of its own: `event_key` keeps an event one. Never changed; an import that is taken back writes the
 * same event again with cause `withdrawn`. `day` and `hour` are the tenant's own. Numbers stand for names: see `event_name`.
 */
export const event = pgTable(
  'event',
  {
    tenantId: tenantId(),
    eventId: uuid('event_id').notNull(),
    happenedAt: instant('happened_at').notNull(),
    recordedAt: instant('recorded_at').notNull(),
    batch: whole('batch').notNull(),
    /** Minor units, of the currency in the properties or else the tenant's. */
    amount: whole('amount'),
    day: date('day', { mode: 'string' }).notNull(),
    contactNo: integer('contact_no').notNull(),
    campaignNo: integer('campaign_no').notNull(),
    creativeNo: integer('creative_no').notNull(),
    hour: smallint('hour').notNull(),
    kind: smallint('kind').notNull(),
    channel: smallint('channel').notNull(),
    region: smallint('region').notNull(),
    source: smallint('source').notNull(),
    cause: smallint('cause').notNull(),
    properties: jsonb('properties').$type<Record<string, unknown>>(),
  },
  (t) => [
    index('event_contact').on(t.tenantId, t.contactNo, t.happenedAt),
    index('event_happened').on(t.tenantId, t.happenedAt),
    index('event_batch').on(t.tenantId, t.batch),
  ],
)

/** What makes an event one, whichever month it says. Kept as long as its event, and at least 35 days. */
export const eventKey = pgTable(
  'event_key',
  { tenantId: tenantId(), eventId: uuid('event_id').notNull(), happenedAt: instant('happened_at').notNull() },
  (t) => [primaryKey({ columns: [t.tenantId, t.eventId] })],
)

/** Small numbers for names (campaigns, creatives, regions, sources, a tenant's own kinds), given out once and never again. */
export const eventName = pgTable(
  'event_name',
  {
    tenantId: tenantId().references(() => tenant.tenantId),
    of: text('of').notNull(),
    name: text('name').notNull(),
    no: integer('no').notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.of, t.name] }), uniqueIndex('event_name_no').on(t.tenantId, t.of, t.no)],
)

const counts = {
  delivered: integer('delivered').notNull(),
  heldOut: integer('held_out').notNull(),
  viewed: integer('viewed').notNull(),
  clicked: integer('clicked').notNull(),
  visited: integer('visited').notNull(),
  started: integer('started').notNull(),
  engaged: integer('engaged').notNull(),
  converted: integer('converted').notNull(),
  abandoned: integer('abandoned').notNull(),
  unsubscribed: integer('unsubscribed').notNull(),
}

/** Counts of events by what they belong to, upserted into today's `recorded_day`; past recorded days are immutable. */
export const activityMovement = pgTable(
  'activity_movement',
  {
    tenantId: tenantId(),
    day: date('day', { mode: 'string' }).notNull(),
    recordedDay: date('recorded_day', { mode: 'string' }).notNull(),
    campaignNo: integer('campaign_no').notNull(),
    creativeNo: integer('creative_no').notNull(),
    channel: smallint('channel').notNull(),
    cause: smallint('cause').notNull(),
    ...counts,
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.day, t.recordedDay, t.campaignNo, t.creativeNo, t.channel, t.cause] })],
)

/** The same by hour of the tenant's day, without campaigns. */
export const activityHour = pgTable(
  'activity_hour',
  {
    tenantId: tenantId(),
    day: date('day', { mode: 'string' }).notNull(),
    recordedDay: date('recorded_day', { mode: 'string' }).notNull(),
    hour: smallint('hour').notNull(),
    channel: smallint('channel').notNull(),
    cause: smallint('cause').notNull(),
    ...counts,
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.day, t.recordedDay, t.hour, t.channel, t.cause] })],
)

/** How many events of which kind came from where. */
export const eventVolume = pgTable(
  'event_volume',
  {
    tenantId: tenantId(),
    day: date('day', { mode: 'string' }).notNull(),
    recordedDay: date('recorded_day', { mode: 'string' }).notNull(),
    hour: smallint('hour').notNull(),
    kind: smallint('kind').notNull(),
    source: smallint('source').notNull(),
    cause: smallint('cause').notNull(),
    n: integer('n').notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.day, t.recordedDay, t.hour, t.kind, t.source, t.cause] })],
)

/** One tenant-day's events of people as little-endian arrays in time order. Rebuildable from `event`. */
export const activityStrip = pgTable(
  'activity_strip',
  {
    tenantId: tenantId(),
    day: date('day', { mode: 'string' }).notNull(),
    seq: smallint('seq').notNull(),
    n: integer('n').notNull(),
    contact: bytes('contact').notNull(),
    sec: bytes('sec').notNull(),
    kind: bytes('kind').notNull(),
    sign: bytes('sign').notNull(),
    campaign: bytes('campaign').notNull(),
    creative: bytes('creative').notNull(),
    channel: bytes('channel').notNull(),
    region: bytes('region').notNull(),
    recorded: bytes('recorded').notNull(),
    cause: bytes('cause').notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.day, t.seq] })],
)

/** What was posted, as it came: compressed, then sealed. */
export const eventDelivery = pgTable(
  'event_delivery',
  {
    tenantId: tenantId().references(() => tenant.tenantId),
    id: uuid('id').notNull(),
    receivedAt: instant('received_at').notNull(),
    /** Events that were taken from it. */
    n: integer('n').notNull(),
    batch: whole('batch'),
    body: bytes('body').notNull(),
    /** Whom it speaks of: erasing a person drops it. */
    contactNos: integer('contact_nos').array().notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] }), index('event_delivery_received').on(t.tenantId, t.receivedAt)],
)

/** An event that was refused, sealed, with why: seen in groups, mended and sent in again with its own time. */
export const eventRejection = pgTable(
  'event_rejection',
  {
    tenantId: tenantId().references(() => tenant.tenantId),
    id: uuid('id').notNull(),
    receivedAt: instant('received_at').notNull(),
    code: text('code').notNull(),
    field: text('field').notNull(),
    type: text('type').notNull(),
    source: text('source').notNull(),
    reason: text('reason').notNull(),
    /** What the sender's clock was ahead by. */
    skewMs: whole('skew_ms').notNull(),
    state: text('state').notNull(),
    settledAt: instant('settled_at'),
    body: bytes('body').notNull(),
    /** The import that it came by, and its row there: such a one may tell of any past. */
    importId: uuid('import_id'),
    importRow: integer('import_row'),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index('event_rejection_group').on(t.tenantId, t.state, t.code, t.field, t.type, t.source, t.receivedAt),
    index('event_rejection_received').on(t.tenantId, t.receivedAt),
    index('event_rejection_import')
      .on(t.tenantId, t.importId, t.importRow)
      .where(sql`import_id is not null`),
  ],
)

/** A tenant's own kind of event: JSON Schema of its properties. A new version stands beside the old one. */
export const eventKind = pgTable(
  'event_kind',
  {
    tenantId: tenantId().references(() => tenant.tenantId),
    name: text('name').notNull(),
    version: integer('version').notNull(),
    schema: jsonb('schema').$type<Record<string, unknown>>().notNull(),
    createdAt: instant('created_at').notNull(),
    archivedAt: instant('archived_at'),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.name, t.version] })],
)

/** A file of past events on its way in. */
export const eventImport = pgTable(
  'event_import',
  {
    tenantId: tenantId().references(() => tenant.tenantId),
    id: uuid('id').notNull(),
    name: text('name').notNull(),
    format: text('format').notNull(),
    /** Column of the file → field of the event. */
    mapping: jsonb('mapping').$type<Record<string, unknown>>().notNull(),
    state: text('state').notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
    finishedAt: instant('finished_at'),
    rows: integer('rows').notNull(),
    done: integer('done').notNull(),
    accepted: integer('accepted').notNull(),
    duplicates: integer('duplicates').notNull(),
    rejected: integer('rejected').notNull(),
    /** Columns of the file, in its order. */
    columns: text('columns').array().notNull().default([]),
    /** As it was sent. */
    fileBytes: whole('file_bytes').notNull().default(0),
    /** What the last dry run found: counts, and rejections by cause. */
    report: jsonb('report').$type<Record<string, unknown>>(),
    /** Events taken back, and the last batch of which they were. */
    undone: integer('undone').notNull().default(0),
    undoneBatch: whole('undone_batch').notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] }), index('event_import_made').on(t.tenantId, t.createdAt)],
)

/** A piece of an imported file, sealed, until it is written. */
export const eventImportPart = pgTable(
  'event_import_part',
  {
    tenantId: tenantId(),
    importId: uuid('import_id').notNull(),
    seq: integer('seq').notNull(),
    /** Row of the file at which the piece begins. */
    firstRow: integer('first_row').notNull(),
    body: bytes('body').notNull(),
    doneAt: instant('done_at'),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.importId, t.seq] }),
    index('event_import_part_open')
      .on(t.tenantId, t.importId)
      .where(sql`done_at is null`),
  ],
)
