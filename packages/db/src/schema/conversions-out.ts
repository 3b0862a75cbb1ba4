import { foreignKey, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { action } from './actions.ts'
import { instant, tenantId, whole } from './columns.ts'
import { connection } from './connections.ts'

/** Whether an ad platform is told of conversions through a connection, since when, and how far the ledger was looked through. */
export const conversionSwitch = pgTable(
  'conversion_switch',
  {
    tenantId: tenantId(),
    connectionId: uuid('connection_id').notNull(),
    /** `stopped`: the platform said no; a person mends that and switches it on again. */
    state: text('state', { enum: ['on', 'off', 'stopped'] }).notNull(),
    /** What the platform knows a conversion as. */
    eventName: text('event_name', { enum: ['Purchase', 'Donate'] }).notNull(),
    /** Only what happened from then on is told. */
    since: instant('since').notNull(),
    /** Everything up to this batch was looked through. */
    batch: whole('batch').notNull(),
    say: text('say'),
    changedBy: text('changed_by').notNull(),
    changedAt: instant('changed_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.connectionId] }),
    foreignKey({
      columns: [t.tenantId, t.connectionId],
      foreignColumns: [connection.tenantId, connection.connectionId],
    }),
  ],
)

/** One conversion that a platform is to be told of: which, never who. What was told once is never told again. */
export const conversionOut = pgTable(
  'conversion_out',
  {
    tenantId: tenantId(),
    connectionId: uuid('connection_id').notNull(),
    source: text('source').notNull(),
    sourceKey: text('source_key').notNull(),
    contactNo: integer('contact_no'),
    /** As it was when it was chosen: what is sent again is sent with the same time. */
    happenedAt: instant('happened_at').notNull(),
    batch: whole('batch').notNull(),
    state: text('state', { enum: ['queued', 'sending', 'sent', 'refused', 'failed', 'unsure'] }).notNull(),
    /** A word, where it was not sent. */
    why: text('why'),
    /** What sends it, or sent it. */
    actionId: uuid('action_id'),
    chosenAt: instant('chosen_at').notNull(),
    settledAt: instant('settled_at'),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.connectionId, t.source, t.sourceKey] }),
    foreignKey({
      columns: [t.tenantId, t.connectionId],
      foreignColumns: [connection.tenantId, connection.connectionId],
    }),
    foreignKey({ columns: [t.tenantId, t.actionId], foreignColumns: [action.tenantId, action.actionId] }),
    index('conversion_out_recent').on(t.tenantId, t.connectionId, t.chosenAt),
    index('conversion_out_state').on(t.tenantId, t.connectionId, t.state),
    index('conversion_out_action').on(t.tenantId, t.actionId),
  ],
)
