import { sql } from 'drizzle-orm'
import {
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { agency, tenant } from './agency.ts'
import { bytes, instant, tenantId } from './columns.ts'

const severity = () => text('severity', { enum: ['critical', 'warning', 'info'] }).notNull()

/** Something that a rule found, for as long as it lasts. At most one that is not resolved per rule and subject. */
export const alert = pgTable(
  'alert',
  {
    tenantId: tenantId().references(() => tenant.tenantId),
    alertId: uuid('alert_id').notNull(),
    rule: text('rule').notNull(),
    /** What it is about, within the rule: ids and words of ours, never a person's data. */
    subject: text('subject').notNull(),
    severity: severity(),
    state: text('state', { enum: ['open', 'acknowledged', 'snoozed', 'resolved'] }).notNull(),
    /** Words and numbers for the rule's sentence. */
    say: jsonb('say').$type<Record<string, string | number>>().notNull(),
    /** Below the client's own pages. */
    link: text('link').notNull(),
    openedAt: instant('opened_at').notNull(),
    lastSeenAt: instant('last_seen_at').notNull(),
    /** Since when looks have not found it any more; resolved once that has lasted. */
    missingSince: instant('missing_since'),
    resolvedAt: instant('resolved_at'),
    snoozedUntil: instant('snoozed_until'),
    owner: uuid('owner'),
    /** Looks that found it. */
    occurrences: integer('occurrences').notNull(),
    /** Its last event's number. */
    events: integer('events').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.alertId] }),
    uniqueIndex('alert_one_open')
      .on(t.tenantId, t.rule, t.subject)
      .where(sql`state <> 'resolved'`),
    index('alert_state').on(t.tenantId, t.state, t.openedAt),
    index('alert_subject').on(t.tenantId, t.rule, t.subject, t.resolvedAt),
  ],
)

/** What became of an alert, line by line. */
export const alertEvent = pgTable(
  'alert_event',
  {
    tenantId: tenantId(),
    alertId: uuid('alert_id').notNull(),
    eventNo: integer('event_no').notNull(),
    at: instant('at').notNull(),
    kind: text('kind', {
      enum: [
        'opened',
        'refreshed',
        'acknowledged',
        'assigned',
        'snoozed',
        'commented',
        'resolved',
        'reopened',
        'notified',
      ],
    }).notNull(),
    actor: text('actor').notNull(),
    detail: jsonb('detail').$type<Record<string, unknown>>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.alertId, t.eventNo] }),
    foreignKey({ columns: [t.tenantId, t.alertId], foreignColumns: [alert.tenantId, alert.alertId] }),
  ],
)

/** When each rule last looked, and why it could not. */
export const alertWatch = pgTable(
  'alert_watch',
  {
    tenantId: tenantId().references(() => tenant.tenantId),
    rule: text('rule').notNull(),
    checkedAt: instant('checked_at').notNull(),
    /** Failures in a row. */
    failures: integer('failures').notNull(),
    /** Class, code and place; never a value. */
    error: text('error'),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.rule] })],
)

/** Where alerts are told of, and of which. */
const channel = () => ({
  channelId: uuid('channel_id').notNull(),
  kind: text('kind', { enum: ['mail', 'slack', 'pagerduty'] }).notNull(),
  name: text('name').notNull(),
  /** Enough of the address to know it again. */
  hint: text('hint').notNull(),
  /** Address and key, sealed. */
  sealed: bytes('sealed'),
  /** Colleagues that a mail goes to, as long as they are. */
  people: jsonb('people').$type<string[]>().notNull(),
  severities: jsonb('severities').$type<string[]>().notNull(),
  /** Null: of every rule. */
  rules: jsonb('rules').$type<string[] | null>(),
  isOn: boolean('is_on').notNull(),
  changedBy: text('changed_by').notNull(),
  changedAt: instant('changed_at').notNull(),
  archivedAt: instant('archived_at'),
})

/** A client's own channels. */
export const alertChannel = pgTable(
  'alert_channel',
  { tenantId: tenantId().references(() => tenant.tenantId), ...channel() },
  (t) => [primaryKey({ columns: [t.tenantId, t.channelId] })],
)

/** Channels of an agency, for every client of it. */
export const agencyAlertChannel = pgTable(
  'agency_alert_channel',
  {
    agencyId: uuid('agency_id')
      .notNull()
      .references(() => agency.agencyId),
    ...channel(),
  },
  (t) => [primaryKey({ columns: [t.agencyId, t.channelId] })],
)

/** One event for one channel: told once, or said why not. */
export const alertDelivery = pgTable(
  'alert_delivery',
  {
    tenantId: tenantId(),
    alertId: uuid('alert_id').notNull(),
    eventNo: integer('event_no').notNull(),
    channelId: uuid('channel_id').notNull(),
    kind: text('kind', { enum: ['trigger', 'acknowledge', 'resolve'] }).notNull(),
    state: text('state', { enum: ['queued', 'sent', 'failed', 'needless'] }).notNull(),
    attempts: integer('attempts').notNull(),
    dueAt: instant('due_at').notNull(),
    /** Why it was not sent, the last time. */
    why: text('why'),
    createdAt: instant('created_at').notNull(),
    settledAt: instant('settled_at'),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.alertId, t.eventNo, t.channelId] }),
    foreignKey({
      columns: [t.tenantId, t.alertId, t.eventNo],
      foreignColumns: [alertEvent.tenantId, alertEvent.alertId, alertEvent.eventNo],
    }),
    index('alert_delivery_due')
      .on(t.tenantId, t.dueAt)
      .where(sql`state = 'queued'`),
    index('alert_delivery_recent').on(t.tenantId, t.createdAt),
    index('alert_delivery_channel').on(t.tenantId, t.channelId, t.state, t.settledAt),
  ],
)

/** When nobody is to be woken, by the client's own clock. */
export const alertSetting = pgTable(
  'alert_setting',
  {
    tenantId: tenantId().references(() => tenant.tenantId),
    /** `22:00`; both null: never quiet. */
    quietFrom: text('quiet_from'),
    quietTo: text('quiet_to'),
    changedAt: instant('changed_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId] })],
)
