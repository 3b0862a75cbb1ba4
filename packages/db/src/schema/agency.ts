import {
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
import { bytes, chainLink, instant, tenantId, whole } from './columns.ts'

/** The paying organisation. */
export const agency = pgTable('agency', {
  agencyId: uuid('agency_id').primaryKey(),
  name: text('name').notNull(),
  createdAt: instant('created_at').notNull(),
})

/** A person who signs in. */
export const appUser = pgTable('app_user', {
  userId: uuid('user_id').primaryKey(),
  email: text('email').notNull(),
  /** Lower-cased, trimmed: what signing in compares. */
  login: text('login').notNull().unique(),
  name: text('name').notNull(),
  /** argon2id, in its own encoded form. */
  passwordHash: text('password_hash').notNull(),
  /** Sealed with the master key; set when enrolment began, in force once confirmed. */
  totpSecret: bytes('totp_secret'),
  totpConfirmedAt: instant('totp_confirmed_at'),
  /** The last time step a code was accepted for: a code works once. */
  totpLastStep: whole('totp_last_step'),
  createdAt: instant('created_at').notNull(),
})

/** Only the SHA-256 of a session's token is kept. */
export const session = pgTable(
  'session',
  {
    tokenHash: text('token_hash').primaryKey(),
    userId: uuid('user_id')
      .notNull()
      .references(() => appUser.userId),
    expiresAt: instant('expires_at').notNull(),
    createdAt: instant('created_at').notNull(),
    lastSeenAt: instant('last_seen_at').notNull(),
  },
  (t) => [index('session_user').on(t.userId)],
)

/** A user's role in an agency, with the name and address its colleagues see. */
export const member = pgTable(
  'member',
  {
    agencyId: uuid('agency_id')
      .notNull()
      .references(() => agency.agencyId),
    userId: uuid('user_id')
      .notNull()
      .references(() => appUser.userId),
    role: text('role', { enum: ['owner', 'admin', 'strategist', 'analyst'] }).notNull(),
    name: text('name').notNull(),
    email: text('email').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.agencyId, t.userId] }), index('member_user').on(t.userId)],
)

/**
 * Single use, 72 hours, bound to the address. `grant_tenant_id` is set when it invites to one tenant, and the key to `tenant`
 * keeps that tenant and the agency together: an invitation to a client can never speak for another agency.
 */
export const invitation = pgTable(
  'invitation',
  {
    agencyId: uuid('agency_id')
      .notNull()
      .references(() => agency.agencyId),
    invitationId: uuid('invitation_id').notNull(),
    grantTenantId: uuid('grant_tenant_id'),
    invitedTo: text('invited_to').notNull(),
    email: text('email').notNull(),
    login: text('login').notNull(),
    role: text('role').notNull(),
    persona: text('persona'),
    tokenHash: text('token_hash').notNull().unique(),
    invitedBy: uuid('invited_by').notNull(),
    invitedByName: text('invited_by_name').notNull(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    acceptedAt: instant('accepted_at'),
    revokedAt: instant('revoked_at'),
  },
  (t) => [
    primaryKey({ columns: [t.agencyId, t.invitationId] }),
    index('invitation_tenant').on(t.grantTenantId),
    foreignKey({ columns: [t.grantTenantId, t.agencyId], foreignColumns: [tenant.tenantId, tenant.agencyId] }),
  ],
)

/** One hour, single use. */
export const passwordReset = pgTable(
  'password_reset',
  {
    tokenHash: text('token_hash').primaryKey(),
    userId: uuid('user_id')
      .notNull()
      .references(() => appUser.userId),
    expiresAt: instant('expires_at').notNull(),
    usedAt: instant('used_at'),
  },
  (t) => [index('password_reset_user').on(t.userId)],
)

/** Stands in for an authenticator's code once. Only the SHA-256 of its 80 random bits is kept. */
export const recoveryCode = pgTable(
  'recovery_code',
  {
    userId: uuid('user_id')
      .notNull()
      .references(() => appUser.userId),
    codeHash: text('code_hash').notNull(),
    createdAt: instant('created_at').notNull(),
    usedAt: instant('used_at'),
  },
  (t) => [primaryKey({ columns: [t.userId, t.codeHash] })],
)

/** Failed sign-ins, resets and codes by keyed hash of whose account and where from: what limits them. */
export const attempt = pgTable('attempt', {
  keyHash: text('key_hash').primaryKey(),
  failures: integer('failures').notNull(),
  since: instant('since').notNull(),
})

/** Mail waiting to leave, or, without an SMTP server, kept for the development outbox. Bodies are sealed. */
export const mail = pgTable('mail', {
  mailId: uuid('mail_id').primaryKey(),
  body: bytes('body').notNull(),
  createdAt: instant('created_at').notNull(),
  /** When it may be tried (again): moved ahead by whoever takes it, so that two senders never send one mail. */
  dueAt: instant('due_at').notNull(),
  failures: integer('failures').notNull().default(0),
})

/** Hash-chained log of what belongs to an agency and to no tenant, refused accesses among it. */
export const agencyAudit = pgTable(
  'agency_audit',
  {
    agencyId: uuid('agency_id').notNull(),
    ...chainLink(),
  },
  (t) => [primaryKey({ columns: [t.agencyId, t.seq] })],
)

/** One client of an agency, with its settings. */
export const tenant = pgTable(
  'tenant',
  {
    tenantId: uuid('tenant_id').primaryKey(),
    agencyId: uuid('agency_id')
      .notNull()
      .references(() => agency.agencyId),
    slug: text('slug').notNull().unique(),
    name: text('name').notNull(),
    vertical: text('vertical', { enum: ['fundraising', 'commerce'] }).notNull(),
    currency: text('currency').notNull(),
    locale: text('locale').notNull().default('en-US'),
    /** The zone that days are in now. */
    timeZone: text('time_zone').notNull(),
    weekStart: smallint('week_start').notNull().default(1),
    fiscalYearMonth: smallint('fiscal_year_month').notNull().default(1),
    /** Elections, galas, ends of quarter: `[{ name, day }]`. */
    cycleDates: jsonb('cycle_dates').$type<{ name: string; day: string }[]>().notNull().default([]),
    brandColor: text('brand_color'),
    createdAt: instant('created_at').notNull(),
    archivedAt: instant('archived_at'),
    /** The zone that settings ask for, while days are being restated in it; null when that is the zone they are in. */
    wantedTimeZone: text('wanted_time_zone'),
    /** Where consents to be written to come from, in the client's words. Null: sending is off. */
    consentSource: text('consent_source'),
    /** Emails and phone numbers found in events: `hash` puts a keyed hash in their place, `refuse` refuses the event. */
    eventPersonalData: text('event_personal_data').notNull().default('hash'),
    /** Events from before this day (UTC, the first of a month) were forgotten, their counts kept: none is taken any more. */
    eventsFrom: date('events_from', { mode: 'string' }),
  },
  (t) => [unique('tenant_agency').on(t.tenantId, t.agencyId)],
)

/** A user's role in one tenant, with the name and address that those who manage it see. */
export const tenantGrant = pgTable(
  'tenant_grant',
  {
    tenantId: tenantId().references(() => tenant.tenantId),
    userId: uuid('user_id')
      .notNull()
      .references(() => appUser.userId),
    role: text('role', { enum: ['strategist', 'analyst', 'client_admin', 'viewer'] }).notNull(),
    persona: text('persona'),
    name: text('name').notNull(),
    email: text('email').notNull(),
    grantedBy: text('granted_by').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.userId] })],
)

/** Append-only, hash-chained per tenant from the first day. */
export const audit = pgTable(
  'audit',
  {
    tenantId: tenantId().references(() => tenant.tenantId),
    ...chainLink(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.seq] })],
)

/** A tenant's data key, wrapped by the master key. Versions for rotation; the newest not retired is in use. */
export const tenantKey = pgTable(
  'tenant_key',
  {
    tenantId: tenantId().references(() => tenant.tenantId),
    version: integer('version').notNull(),
    wrapped: bytes('wrapped').notNull(),
    createdAt: instant('created_at').notNull(),
    retiredAt: instant('retired_at'),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.version] })],
)
