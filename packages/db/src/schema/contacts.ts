import { sql } from 'drizzle-orm'
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { tenant } from './agency.ts'
import { bytes, instant, tenantId, whole } from './columns.ts'

/** A person within a tenant, by a number given out once. Holds nothing that identifies. */
export const contact = pgTable(
  'contact',
  {
    tenantId: tenantId().references(() => tenant.tenantId),
    contactNo: integer('contact_no').notNull(),
    batch: whole('batch').notNull(),
    erasedAt: instant('erased_at'),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.contactNo] })],
)

/**
 * A keyed hash by which a contact is known. One contact is *found* by a hash (`isKey`: the first present of email, phone, the
 * source's own id); the others are what else its records said, and several contacts may share those. Gone when the person is erased.
 */
export const identity = pgTable(
  'identity',
  {
    tenantId: tenantId(),
    kind: text('kind').notNull(),
    hash: text('hash').notNull(),
    contactNo: integer('contact_no').notNull(),
    isKey: boolean('is_key').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.kind, t.hash, t.contactNo] }),
    uniqueIndex('identity_key')
      .on(t.tenantId, t.kind, t.hash)
      .where(sql`is_key`),
    index('identity_contact').on(t.tenantId, t.contactNo),
  ],
)

/** What remains of an erased person: the keyed hashes, so that a later delivery finds no way back in. */
export const tombstone = pgTable(
  'tombstone',
  {
    tenantId: tenantId().references(() => tenant.tenantId),
    kind: text('kind').notNull(),
    hash: text('hash').notNull(),
    contactNo: integer('contact_no').notNull(),
    isKey: boolean('is_key').notNull(),
    erasedAt: instant('erased_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.kind, t.hash, t.contactNo] })],
)

/** The person's own key, wrapped by the tenant's. Erasing destroys it. */
export const personKey = pgTable(
  'person_key',
  {
    tenantId: tenantId(),
    contactNo: integer('contact_no').notNull(),
    keyVersion: integer('key_version').notNull(),
    wrapped: bytes('wrapped').notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.contactNo] })],
)

/** Names, email, phone, address: the only place, sealed with the person's key. Reading it needs `contacts.reveal` and is audited. */
export const vault = pgTable(
  'vault',
  {
    tenantId: tenantId(),
    contactNo: integer('contact_no').notNull(),
    body: bytes('body').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.contactNo] })],
)

/** One erasure and its certificate. */
export const erasure = pgTable(
  'erasure',
  {
    tenantId: tenantId().references(() => tenant.tenantId),
    erasureId: uuid('erasure_id').notNull(),
    contactNo: integer('contact_no').notNull(),
    erasedAt: instant('erased_at').notNull(),
    certificate: jsonb('certificate').$type<Record<string, unknown>>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.erasureId] })],
)
