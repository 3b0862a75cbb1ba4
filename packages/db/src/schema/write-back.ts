import { foreignKey, index, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { action } from './actions.ts'
import { instant, tenantId, whole } from './columns.ts'
import { connection } from './connections.ts'

/** Whether attribution is written to a CRM through a connection, and into which of its fields. */
export const writeBackSwitch = pgTable(
  'write_back_switch',
  {
    tenantId: tenantId(),
    connectionId: uuid('connection_id').notNull(),
    /** `stopped`: the CRM said no; a person mends that and switches it on again. */
    state: text('state', { enum: ['on', 'off', 'stopped'] }).notNull(),
    /** The CRM's field by what is written, of contacts and of deals. */
    fields: jsonb('fields').$type<Record<'contact' | 'deal', Record<string, string>>>().notNull(),
    say: text('say'),
    changedBy: text('changed_by').notNull(),
    changedAt: instant('changed_at').notNull(),
    /** Whom the CRM told of up to this batch was looked for among those it had not known. */
    metBatch: whole('met_batch').notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.connectionId] }),
    foreignKey({
      columns: [t.tenantId, t.connectionId],
      foreignColumns: [connection.tenantId, connection.connectionId],
    }),
  ],
)

/** One person or deal of which credit changed since it was switched on: who or which, and what became of writing it. */
export const writeBack = pgTable(
  'write_back',
  {
    tenantId: tenantId(),
    connectionId: uuid('connection_id').notNull(),
    of: text('of', { enum: ['contact', 'deal'] }).notNull(),
    /** A contact's number, or the deal's key at the CRM. */
    key: text('key').notNull(),
    /** The batch of credit that made it due last. */
    batch: whole('batch').notNull(),
    state: text('state', { enum: ['due', 'sending', 'written', 'refused', 'failed', 'unsure'] }).notNull(),
    /** Of what was handed over last: the same is not written again. */
    hash: text('hash'),
    /** A word, where it was not written. */
    why: text('why'),
    actionId: uuid('action_id'),
    dueAt: instant('due_at').notNull(),
    settledAt: instant('settled_at'),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.connectionId, t.of, t.key] }),
    foreignKey({
      columns: [t.tenantId, t.connectionId],
      foreignColumns: [connection.tenantId, connection.connectionId],
    }),
    foreignKey({ columns: [t.tenantId, t.actionId], foreignColumns: [action.tenantId, action.actionId] }),
    index('write_back_state').on(t.tenantId, t.connectionId, t.state, t.dueAt),
    index('write_back_action').on(t.tenantId, t.actionId),
  ],
)
