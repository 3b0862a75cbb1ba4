import { customType, date, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { instant, tenantId, whole } from './columns.ts'

/** Text in the order of its bytes, so that what begins alike stands together in an index. */
const byteText = customType<{ data: string; driverData: string }>({ dataType: () => 'text collate "C"' })

/**
 * Ids of clicks as visits and touches brought them, with what these say of where they came from. A gift whose id was cut is found by
 * how it begins. Rebuildable from facts and events.
 */
export const clickSeen = pgTable(
  'click_seen',
  {
    tenantId: tenantId(),
    value: byteText('value').notNull(),
    /** `touchpoint`, `event`. */
    kind: text('kind').notNull(),
    source: text('source').notNull(),
    sourceKey: text('source_key').notNull(),
    /** The parameter it came in. */
    name: text('name').notNull(),
    contactNo: integer('contact_no'),
    happenedAt: instant('happened_at').notNull(),
    /** Channel, campaign, ad and creative, as far as the touch names them itself. */
    place: jsonb('place').$type<Record<string, string | null>>().notNull(),
    /** Its tracking codes and UTM parameters by name. */
    refcodes: jsonb('refcodes').$type<Record<string, string>>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.value, t.kind, t.source, t.sourceKey] })],
)

/** Tracking codes that conversions brought, what they add up to, and what is known of each. Rebuildable from journeys. */
export const codeSeen = pgTable(
  'code_seen',
  {
    tenantId: tenantId(),
    /** In its normal form. */
    code: text('code').notNull(),
    /** As it came first. */
    sent: text('sent').notNull(),
    firstSeen: instant('first_seen').notNull(),
    lastSeen: instant('last_seen').notNull(),
    gifts: integer('gifts').notNull(),
    /** Minor units of the tenant's currency; gifts in others are counted beside it. */
    net: whole('net').notNull(),
    otherCurrency: integer('other_currency').notNull(),
    /** new, near, rule, known, conflict, ignored. */
    state: text('state').notNull(),
    /** What its finding names, who claims it, the likeliest meaning. */
    finding: jsonb('finding').$type<Record<string, unknown>>().notNull(),
    /** The version of the dictionary that it was judged by; 0 before it was. */
    judged: whole('judged').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.code] }),
    index('code_seen_state').on(t.tenantId, t.state, t.gifts),
    index('code_seen_judged').on(t.tenantId, t.judged),
  ],
)

/** What a reconciliation found: how much of the money is tied to what led to it, before and after. */
export const matchReport = pgTable(
  'match_report',
  {
    tenantId: tenantId(),
    reportNo: integer('report_no').notNull(),
    madeAt: instant('made_at').notNull(),
    batch: whole('batch').notNull(),
    /** Days that the report before this one knew too. */
    fromDay: date('from_day', { mode: 'string' }).notNull(),
    toDay: date('to_day', { mode: 'string' }).notNull(),
    /** Gifts and net minor units by tier over those days, as the last report knew them and as known now. */
    before: jsonb('before').$type<Record<string, { gifts: number; net: number }>>().notNull(),
    after: jsonb('after').$type<Record<string, { gifts: number; net: number }>>().notNull(),
    /** The same by day, for the next report. */
    days: jsonb('days').$type<Record<string, Record<string, { gifts: number; net: number }>>>().notNull(),
    /** What was found out: `quality_drop`, and by how much. */
    found: jsonb('found').$type<Record<string, unknown>>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.reportNo] })],
)
