import {
  boolean,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { sql } from 'drizzle-orm'
import { tenant } from './agency.ts'
import { bytes, instant, tenantId, whole } from './columns.ts'

/** One tenant's configured, credentialled use of a connector. Its id is the unguessable part of its webhook URLs. */
export const connection = pgTable(
  'connection',
  {
    tenantId: tenantId().references(() => tenant.tenantId),
    connectionId: uuid('connection_id').notNull(),
    connector: text('connector').notNull(),
    name: text('name').notNull(),
    config: jsonb('config').$type<Record<string, unknown>>().notNull(),
    /** Raised by every change of config or secrets: what caches compare. */
    revision: integer('revision').notNull().default(1),
    state: text('state', { enum: ['active', 'paused', 'needs_customer', 'disconnected'] }).notNull(),
    say: text('say'),
    everyMinutes: integer('every_minutes').notNull(),
    createdAt: instant('created_at').notNull(),
    archivedAt: instant('archived_at'),
    /** The accounts it speaks for, as found by its last check: id, name, currency, zone. Null before the first. */
    accounts: jsonb('accounts').$type<{ id: string; name: string; currency?: string; zone?: string }[]>(),
    checkedAt: instant('checked_at'),
    /** What the provider last said of the limits that are left. */
    usage: jsonb('usage').$type<{ name: string; used: number }[]>(),
    usageAt: instant('usage_at'),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.connectionId] })],
)

/** Which connections speak for an account of a provider: how a delivery to the whole app finds its tenants. */
export const connectionAccount = pgTable(
  'connection_account',
  {
    tenantId: tenantId(),
    connectionId: uuid('connection_id').notNull(),
    connector: text('connector').notNull(),
    account: text('account').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.connectionId, t.account] }),
    foreignKey({
      columns: [t.tenantId, t.connectionId],
      foreignColumns: [connection.tenantId, connection.connectionId],
    }),
  ],
)

/** A sign-in at a provider that a person has begun: single use, ten minutes. */
export const oauthAttempt = pgTable(
  'oauth_attempt',
  {
    tenantId: tenantId(),
    /** SHA-256 of the state that must come back. */
    stateHash: text('state_hash').notNull(),
    connectionId: uuid('connection_id').notNull(),
    userId: uuid('user_id').notNull(),
    /** The PKCE verifier, sealed with the tenant's key. */
    verifier: bytes('verifier').notNull(),
    redirectUri: text('redirect_uri').notNull(),
    forActions: boolean('for_actions').notNull(),
    expiresAt: instant('expires_at').notNull(),
    usedAt: instant('used_at'),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.stateHash] }),
    foreignKey({
      columns: [t.tenantId, t.connectionId],
      foreignColumns: [connection.tenantId, connection.connectionId],
    }),
  ],
)

/** Credentials, sealed with the tenant's key. */
export const connectionSecret = pgTable(
  'connection_secret',
  {
    tenantId: tenantId(),
    connectionId: uuid('connection_id').notNull(),
    keyVersion: integer('key_version').notNull(),
    body: bytes('body').notNull(),
    updatedAt: instant('updated_at').notNull(),
    /** Somebody is renewing them until then: everyone else waits. */
    renewingUntil: instant('renewing_until'),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.connectionId] }),
    foreignKey({
      columns: [t.tenantId, t.connectionId],
      foreignColumns: [connection.tenantId, connection.connectionId],
    }),
  ],
)

/** Where reading one kind of record stands. `lane` keeps a backfill's cursor apart from the daily one's. */
export const streamState = pgTable(
  'stream_state',
  {
    tenantId: tenantId(),
    connectionId: uuid('connection_id').notNull(),
    stream: text('stream').notNull(),
    lane: text('lane', { enum: ['sync', 'backfill'] }).notNull(),
    cursor: jsonb('cursor').$type<unknown>(),
    state: text('state', { enum: ['ok', 'waiting', 'stopped'] }).notNull(),
    say: text('say'),
    waitUntil: instant('wait_until'),
    lastReadAt: instant('last_read_at'),
    lastRowAt: instant('last_row_at'),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.connectionId, t.stream, t.lane] }),
    foreignKey({
      columns: [t.tenantId, t.connectionId],
      foreignColumns: [connection.tenantId, connection.connectionId],
    }),
  ],
)

/** What a person said of one stream of a connection, where it differs from the connector's own word. */
export const streamSetting = pgTable(
  'stream_setting',
  {
    tenantId: tenantId(),
    connectionId: uuid('connection_id').notNull(),
    stream: text('stream').notNull(),
    /** What to do with fields that were never seen before. */
    drift: text('drift', { enum: ['evolve', 'freeze', 'quarantine'] }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.connectionId, t.stream] }),
    foreignKey({
      columns: [t.tenantId, t.connectionId],
      foreignColumns: [connection.tenantId, connection.connectionId],
    }),
  ],
)

/** The fields of a stream's rows as they were ever seen: one row a path and type. */
export const streamField = pgTable(
  'stream_field',
  {
    tenantId: tenantId(),
    connectionId: uuid('connection_id').notNull(),
    stream: text('stream').notNull(),
    /** `properties.amount string` */
    field: text('field').notNull(),
    firstSeenAt: instant('first_seen_at').notNull(),
    /** Null: it is new, and nobody has looked. */
    acceptedAt: instant('accepted_at'),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.connectionId, t.stream, t.field] }),
    foreignKey({
      columns: [t.tenantId, t.connectionId],
      foreignColumns: [connection.tenantId, connection.connectionId],
    }),
  ],
)

/** What the source itself counted, beside what is here: one row a proof. */
export const completeness = pgTable(
  'completeness',
  {
    tenantId: tenantId(),
    connectionId: uuid('connection_id').notNull(),
    stream: text('stream').notNull(),
    checkedAt: instant('checked_at').notNull(),
    fromDay: date('from_day', { mode: 'string' }),
    toDay: date('to_day', { mode: 'string' }),
    state: text('state', { enum: ['complete', 'differs', 'not_provable'] }).notNull(),
    sourceCount: whole('source_count'),
    ourCount: whole('our_count'),
    /** The days (or the whole, without a day) that differ, each with its cause. */
    differences: jsonb('differences')
      .$type<
        {
          day: string | null
          source: { count: number | null; minor: number | null }
          ours: { count: number; minor: number | null }
          currency: string | null
          cause: 'set_aside' | 'still_moving' | 'missing' | 'extra' | 'amounts'
        }[]
      >()
      .notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.connectionId, t.stream, t.checkedAt] }),
    foreignKey({
      columns: [t.tenantId, t.connectionId],
      foreignColumns: [connection.tenantId, connection.connectionId],
    }),
  ],
)

/** Records that a delivery only named: to be asked for. One row however often they are named. */
export const streamHint = pgTable(
  'stream_hint',
  {
    tenantId: tenantId(),
    connectionId: uuid('connection_id').notNull(),
    stream: text('stream').notNull(),
    key: text('key').notNull(),
    /** When it was last named: one that is named again while it is being asked for is asked for again. */
    namedAt: instant('named_at').notNull(),
    attempts: smallint('attempts').notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.connectionId, t.stream, t.key] }),
    foreignKey({
      columns: [t.tenantId, t.connectionId],
      foreignColumns: [connection.tenantId, connection.connectionId],
    }),
  ],
)

/** One run over one stream, as people see it. */
export const syncRun = pgTable(
  'sync_run',
  {
    tenantId: tenantId(),
    runId: uuid('run_id').notNull(),
    connectionId: uuid('connection_id').notNull(),
    stream: text('stream').notNull(),
    trigger: text('trigger', { enum: ['schedule', 'person', 'backfill', 'webhook'] }).notNull(),
    state: text('state', { enum: ['running', 'done', 'waiting', 'failed', 'cancelled'] }).notNull(),
    startedAt: instant('started_at').notNull(),
    finishedAt: instant('finished_at'),
    read: integer('read').notNull().default(0),
    fresh: integer('fresh').notNull().default(0),
    changed: integer('changed').notNull().default(0),
    unchanged: integer('unchanged').notNull().default(0),
    quarantined: integer('quarantined').notNull().default(0),
    foreign: integer('foreign_rows').notNull().default(0),
    say: text('say'),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.runId] }),
    foreignKey({
      columns: [t.tenantId, t.connectionId],
      foreignColumns: [connection.tenantId, connection.connectionId],
    }),
    index('sync_run_recent').on(t.tenantId, t.connectionId, t.startedAt),
  ],
)

/** Raw deliveries, durable before the answer: compressed, then sealed with the tenant's key; kept 35 days. */
export const inbox = pgTable(
  'inbox',
  {
    tenantId: tenantId(),
    id: uuid('id').notNull(),
    connectionId: uuid('connection_id').notNull(),
    kind: text('kind').notNull(),
    receivedAt: instant('received_at').notNull(),
    /** Keyed hash of the raw body: the same delivery twice is one row. */
    bodyHash: text('body_hash').notNull(),
    body: bytes('body').notNull(),
    processedAt: instant('processed_at'),
    batch: whole('batch'),
    /** Whom the body speaks of, once processed: erasing a person drops it. */
    contactNos: integer('contact_nos').array(),
    attempts: smallint('attempts').notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    unique('inbox_same').on(t.tenantId, t.connectionId, t.kind, t.bodyHash),
    foreignKey({
      columns: [t.tenantId, t.connectionId],
      foreignColumns: [connection.tenantId, connection.connectionId],
    }),
    index('inbox_waiting')
      .on(t.tenantId, t.id)
      .where(sql`processed_at is null`),
    index('inbox_received').on(t.tenantId, t.connectionId, t.receivedAt),
  ],
)

/** What an outside system says about one thing, through one stream: scrubbed, sealed with the person's key. */
export const sourceRecord = pgTable(
  'source_record',
  {
    tenantId: tenantId(),
    source: text('source').notNull(),
    sourceKey: text('source_key').notNull(),
    stream: text('stream').notNull(),
    connectionId: uuid('connection_id').notNull(),
    rank: smallint('rank').notNull(),
    revision: whole('revision').notNull(),
    contactNo: integer('contact_no'),
    /** Keyed hash of the scrubbed raw row: unchanged means nothing to write. */
    contentHash: text('content_hash').notNull(),
    /** Why it is kept but not counted. */
    foreignReason: text('foreign_reason'),
    body: bytes('body'),
    /** The canonical records that it speaks of, `[kind, key]` each: where its parts are. */
    records: jsonb('records').$type<[string, string][]>().notNull(),
    batch: whole('batch'),
    firstSeenAt: instant('first_seen_at').notNull(),
    seenAt: instant('seen_at').notNull(),
    /** What it adds to the source's own totals: the day it is counted in, its amount; nothing once the source has let it go. */
    tallyDay: date('tally_day', { mode: 'string' }),
    tallyMinor: whole('tally_minor'),
    tallyCurrency: text('tally_currency'),
    gone: boolean('gone').notNull().default(false),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.source, t.sourceKey, t.stream] }),
    index('source_record_contact').on(t.tenantId, t.contactNo),
    index('source_record_connection').on(t.tenantId, t.connectionId, t.foreignReason),
    index('source_record_tally').on(t.tenantId, t.connectionId, t.tallyDay),
  ],
)

/** How many rows of a stream are kept, by why they are not counted (empty: they are). Moved in the transaction that keeps them. */
export const rowCount = pgTable(
  'row_count',
  {
    tenantId: tenantId(),
    connectionId: uuid('connection_id').notNull(),
    stream: text('stream').notNull(),
    foreignReason: text('foreign_reason').notNull(),
    rows: whole('rows').notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.connectionId, t.stream, t.foreignReason] })],
)

/** Which canonical record each source record speaks of: how the streams of one record find each other. */
export const recordPart = pgTable(
  'record_part',
  {
    tenantId: tenantId(),
    kind: text('kind').notNull(),
    source: text('source').notNull(),
    recordKey: text('record_key').notNull(),
    stream: text('stream').notNull(),
    sourceKey: text('source_key').notNull(),
    rank: smallint('rank').notNull(),
    contactNo: integer('contact_no'),
    /** How surely this row says who it was: 0 email, 1 phone, 2 the source's own id, 3 nobody known. The lowest names the record's contact. */
    contactRank: smallint('contact_rank'),
    value: jsonb('value').$type<Record<string, unknown>>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.kind, t.source, t.recordKey, t.stream, t.sourceKey] })],
)

/** Rows that could not be read, each alone, sealed; fixable and replayable. */
export const quarantine = pgTable(
  'quarantine',
  {
    tenantId: tenantId(),
    id: uuid('id').notNull(),
    connectionId: uuid('connection_id').notNull(),
    stream: text('stream').notNull(),
    sourceKey: text('source_key'),
    origin: text('origin', { enum: ['webhook', 'read'] }).notNull(),
    originId: uuid('origin_id'),
    receivedAt: instant('received_at').notNull(),
    /** Paths and reasons, never values. */
    issues: jsonb('issues').$type<{ path: string; message: string }[]>().notNull(),
    bodyHash: text('body_hash').notNull(),
    body: bytes('body').notNull(),
    state: text('state', { enum: ['open', 'replayed', 'dismissed'] }).notNull(),
    settledAt: instant('settled_at'),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    unique('quarantine_same').on(t.tenantId, t.connectionId, t.stream, t.bodyHash),
    index('quarantine_open').on(t.tenantId, t.connectionId, t.state, t.receivedAt),
  ],
)
