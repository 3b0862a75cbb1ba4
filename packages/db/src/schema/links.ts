import { sql } from 'drizzle-orm'
import { check, index, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import { tenant } from './agency.ts'
import { instant, tenantId, whole } from './columns.ts'

/** A short link of ours: where it leads, and the place that whoever follows it came from. Archived, never deleted: its code is never given again. */
export const trackedLink = pgTable(
  'tracked_link',
  {
    tenantId: tenantId().references(() => tenant.tenantId),
    linkId: uuid('link_id').notNull(),
    /** What stands behind `/l/`. */
    code: text('code').notNull(),
    name: text('name').notNull(),
    /** As it was given. */
    destination: text('destination').notNull(),
    /** As it is served: the destination with its codes and UTM. */
    target: text('target').notNull(),
    /** The parameter that carries the id of one click to whatever is given there. */
    clickParameter: text('click_parameter').notNull(),
    channel: text('channel').notNull(),
    /** The connector whose keys these are; null where nobody's. */
    source: text('source'),
    campaign: text('campaign'),
    creative: text('creative'),
    refcode: text('refcode'),
    utm: jsonb('utm').$type<Record<string, string>>().notNull(),
    list: text('list'),
    partner: text('partner'),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
    archivedAt: instant('archived_at'),
    /** Clicks of people, as far as one can tell. */
    clicks: whole('clicks').notNull().default(0),
    lastClickedAt: instant('last_clicked_at'),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.linkId] }),
    unique('tracked_link_own_code').on(t.tenantId, t.code),
    index('tracked_link_code').on(t.code),
    index('tracked_link_made').on(t.tenantId, t.createdAt),
    // Whatever a service forgot: nobody is led anywhere but to a page that is proved to be who it says.
    check('tracked_link_leads', sql`target like 'https://%' and destination like 'https://%'`),
  ],
)
