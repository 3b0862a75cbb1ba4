import { date, index, integer, jsonb, pgTable, primaryKey, smallint, text, unique } from 'drizzle-orm/pg-core'
import { tenant } from './agency.ts'
import { bytes, instant, tenantId, whole } from './columns.ts'

/** How far a tenant's journeys have been kept current, and what is being gone through again. Moved under the ledger's lock. */
export const attributionHead = pgTable('attribution_head', {
  tenantId: tenantId()
    .primaryKey()
    .references(() => tenant.tenantId),
  /** Journeys are what the facts up to this batch say. */
  batch: whole('batch').notNull(),
  journeyNo: integer('journey_no').notNull(),
  placeNo: integer('place_no').notNull(),
  /** The version of the setting that journeys are credited by; 0 before there is one. */
  modelNo: integer('model_no').notNull(),
  /** Everyone is being gone through again, up to this contact so far; null where nobody is. */
  sweptTo: integer('swept_to'),
  sweepCause: text('sweep_cause'),
  /** Codes are being looked up again, up to this journey so far; null where none are. */
  lookedUpTo: integer('looked_up_to'),
})

/** Where touches came from, each once; never changed. Number 0 is nowhere: `unattributed`. */
export const touchPlace = pgTable(
  'touch_place',
  {
    tenantId: tenantId(),
    placeNo: integer('place_no').notNull(),
    /** All of it as one text, which makes it one place. */
    name: text('name').notNull(),
    channel: smallint('channel').notNull(),
    source: text('source'),
    campaign: text('campaign'),
    adSet: text('ad_set'),
    ad: text('ad'),
    creative: text('creative'),
    refcode: text('refcode'),
    list: text('list'),
    partner: text('partner'),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.placeNo] }), unique('touch_place_name').on(t.tenantId, t.name)],
)

/**
 * One conversion with the touches before it, oldest first, packed: what every model and window is computed from. Rebuildable from
 * facts and events.
 */
export const journey = pgTable(
  'journey',
  {
    tenantId: tenantId(),
    journeyNo: integer('journey_no').notNull(),
    source: text('source').notNull(),
    sourceKey: text('source_key').notNull(),
    /** What wrote it last. */
    batch: whole('batch').notNull(),
    /** Whose it is, merged contacts being one. */
    contactNo: integer('contact_no').notNull(),
    happenedAt: instant('happened_at').notNull(),
    /** What touches are looked at before: the conversion, or the first charge of its plan. */
    decidedAt: instant('decided_at').notNull(),
    day: date('day', { mode: 'string' }).notNull(),
    /** donation, order, opportunity; `won` where it is a deal. */
    type: text('type').notNull(),
    /** new, returning, monthly. */
    customer: text('customer').notNull(),
    currency: text('currency').notNull(),
    gross: whole('gross').notNull(),
    net: whole('net').notNull(),
    form: text('form'),
    /** What its codes say, with the evidence. */
    finding: jsonb('finding').$type<Record<string, unknown>>().notNull(),
    codes: jsonb('codes').$type<Record<string, unknown>>().notNull(),
    tier: smallint('tier').notNull(),
    modelNo: integer('model_no').notNull(),
    n: integer('n').notNull(),
    firstPlace: integer('first_place').notNull(),
    lastPlace: integer('last_place').notNull(),
    touches: bytes('touches').notNull(),
    /** When a won deal's lead and opportunity were made: ISO instants. Null for what is no deal. */
    milestones: jsonb('milestones').$type<Record<string, string> | null>(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.journeyNo] }),
    // A deal may have the key of a gift.
    unique('journey_conversion').on(t.tenantId, t.source, t.sourceKey, t.type),
    index('journey_contact').on(t.tenantId, t.contactNo, t.happenedAt),
    index('journey_happened').on(t.tenantId, t.happenedAt, t.journeyNo),
  ],
)

/** The money of a journey, part by part, on the day it moved: its gross and fee, and what went back. */
export const journeyPart = pgTable(
  'journey_part',
  {
    tenantId: tenantId(),
    day: date('day', { mode: 'string' }).notNull(),
    journeyNo: integer('journey_no').notNull(),
    seq: smallint('seq').notNull(),
    kind: text('kind').notNull(),
    currency: text('currency').notNull(),
    minor: whole('minor').notNull(),
    /** What parts of its family came to before it: parts of one family are split together, so that a full refund cancels to the cent. */
    before: whole('before').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.day, t.journeyNo, t.seq] }),
    index('journey_part_of').on(t.tenantId, t.journeyNo),
  ],
)

/** Credit by the tenant's own model and window, appended per batch and never updated, as money movements are. */
export const creditMovement = pgTable(
  'credit_movement',
  {
    tenantId: tenantId(),
    day: date('day', { mode: 'string' }).notNull(),
    batch: whole('batch').notNull(),
    kind: text('kind').notNull(),
    currency: text('currency').notNull(),
    placeNo: integer('place_no').notNull(),
    customer: text('customer').notNull(),
    tier: smallint('tier').notNull(),
    cause: text('cause').notNull(),
    /** The version of the setting that it was credited by. */
    modelNo: integer('model_no').notNull(),
    minor: whole('minor').notNull(),
    /** Millionths of a conversion, of gross alone. */
    micro: whole('micro').notNull(),
  },
  (t) => [
    primaryKey({
      columns: [t.tenantId, t.day, t.batch, t.kind, t.currency, t.placeNo, t.customer, t.tier, t.cause, t.modelNo],
    }),
    index('credit_movement_batch').on(t.tenantId, t.batch),
  ],
)

/** How far what platforms and senders report has been booked, and whose days are being booked anew. Moved by one at a time. */
export const deliveryHead = pgTable('delivery_head', {
  tenantId: tenantId()
    .primaryKey()
    .references(() => tenant.tenantId),
  /** Booked is what the facts up to this batch say. */
  batch: whole('batch').notNull(),
  /** The zone that its days are in. */
  timeZone: text('time_zone').notNull(),
  /** The zone that days are being booked anew in, and how far that is; null where none is. */
  restating: jsonb('restating').$type<Record<string, unknown> | null>(),
})

/**
 * What ad platforms and senders report, by place: appended under the number of the batch that told it, once that batch has been
 * followed, and never updated.
 */
export const deliveryMovement = pgTable(
  'delivery_movement',
  {
    tenantId: tenantId(),
    day: date('day', { mode: 'string' }).notNull(),
    batch: whole('batch').notNull(),
    /** spend, impressions, clicks …, sent, delivered …. */
    kind: text('kind').notNull(),
    /** Of spend; empty for what is counted. */
    currency: text('currency').notNull(),
    placeNo: integer('place_no').notNull(),
    /** The place as the rows tell it: what moves together when an ad's creative becomes known. */
    toldNo: integer('told_no').notNull(),
    cause: text('cause').notNull(),
    /** Which piece of a batch that is booked bit by bit: a change of zone. */
    part: smallint('part').notNull(),
    minor: whole('minor').notNull(),
    n: whole('n').notNull(),
  },
  (t) => [
    primaryKey({
      columns: [t.tenantId, t.day, t.batch, t.kind, t.currency, t.placeNo, t.toldNo, t.cause, t.part],
    }),
    index('delivery_movement_told').on(t.tenantId, t.toldNo),
    index('delivery_movement_batch').on(t.tenantId, t.batch),
  ],
)

/**
 * Whose deals are: each contact that a deal names, the primary one first, with who that is as far as it is known. A deal that names
 * nobody has one row without a key. Rebuildable from facts.
 */
export const dealContact = pgTable(
  'deal_contact',
  {
    tenantId: tenantId(),
    source: text('source').notNull(),
    deal: text('deal').notNull(),
    place: smallint('place').notNull(),
    /** The CRM's key of the contact. */
    contactKey: text('contact_key').notNull(),
    /** 0: nobody that is known. */
    contactNo: integer('contact_no').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.source, t.deal, t.place] }),
    index('deal_contact_key').on(t.tenantId, t.source, t.contactKey),
    index('deal_contact_of').on(t.tenantId, t.contactNo),
  ],
)
