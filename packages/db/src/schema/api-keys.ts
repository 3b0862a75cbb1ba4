import { sql } from 'drizzle-orm'
import {
  check,
  doublePrecision,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core'
import { instant, tenantId } from './columns.ts'
import { tenant } from './agency.ts'

/** What a tenant's own systems, or its pages, call `/v1` with. Of the key itself only the SHA-256 and the last four characters are kept. */
export const apiKey = pgTable(
  'api_key',
  {
    tenantId: tenantId().references(() => tenant.tenantId),
    keyId: uuid('key_id').notNull(),
    keyHash: text('key_hash').notNull(),
    lastFour: text('last_four').notNull(),
    kind: text('kind', { enum: ['server', 'browser'] }).notNull(),
    name: text('name').notNull(),
    scopes: text('scopes').array().notNull(),
    /** Of a browser key: the origins it works from, exactly as a browser says them. Empty for a server key. */
    origins: text('origins').array().notNull(),
    /** Who made it. It works for as long as they may make keys here. */
    createdBy: uuid('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
    /** From then on it does not work. Null: until it is revoked. */
    expiresAt: instant('expires_at'),
    revokedAt: instant('revoked_at'),
    /** The key that it took the place of. */
    rotatedFrom: uuid('rotated_from'),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.keyId] }),
    index('api_key_hash').on(t.keyHash),
    foreignKey({ columns: [t.tenantId, t.rotatedFrom], foreignColumns: [t.tenantId, t.keyId] }),
    // A key that everybody can read sends events and does nothing else, whatever a service forgot.
    check('browser_keys_only_send', sql`kind <> 'browser' or (scopes = '{ingest}' and cardinality(origins) > 0)`),
    check('api_key_kind', sql`kind in ('server', 'browser')`),
  ],
)

/** When a key was last used, to the minute, and how many requests its present minute has seen. */
export const apiKeyUse = pgTable(
  'api_key_use',
  {
    tenantId: tenantId(),
    keyId: uuid('key_id').notNull(),
    lastUsedAt: instant('last_used_at'),
    windowStart: instant('window_start'),
    windowRequests: integer('window_requests').notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.keyId] }),
    foreignKey({ columns: [t.tenantId, t.keyId], foreignColumns: [apiKey.tenantId, apiKey.keyId] }),
  ],
)

/** How many events a tenant may still send: what every process draws from. */
export const eventAllowance = pgTable(
  'event_allowance',
  {
    tenantId: tenantId(),
    /** What remained at `at`; since then the plan's rate has been added, up to its burst. */
    remaining: doublePrecision('remaining').notNull(),
    at: instant('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId] })],
)
