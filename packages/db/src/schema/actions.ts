import { foreignKey, index, jsonb, pgTable, primaryKey, smallint, text, unique, uuid } from 'drizzle-orm/pg-core'
import { bytes, instant, tenantId } from './columns.ts'
import { connection } from './connections.ts'

/** Where an action stands; see `packages/core/src/actions/README.md`. */
export const actionStates = [
  'waiting',
  'approved',
  'running',
  'done',
  'undoing',
  'undone',
  'refused',
  'failed',
  'unsure',
] as const

/** Something changed, or to be changed, at an outside system: asked for, approved, done once, perhaps taken back. */
export const action = pgTable(
  'action',
  {
    tenantId: tenantId(),
    actionId: uuid('action_id').notNull(),
    connectionId: uuid('connection_id').notNull(),
    connector: text('connector').notNull(),
    /** The connector's name of it: `pause_campaign`. */
    name: text('name').notNull(),
    title: text('title').notNull(),
    /** What it was asked for with, sealed: it may name people. */
    input: bytes('input').notNull(),
    inputHash: text('input_hash').notNull(),
    /** What it would do, as seen when it was asked for. */
    effect: jsonb('effect').$type<{ summary: string; before?: unknown; after?: unknown; nothing?: true }>().notNull(),
    state: text('state', { enum: actionStates }).notNull(),
    /** Chosen by whoever asks: the same key twice is one action. */
    idempotencyKey: text('idempotency_key').notNull(),
    requestedBy: text('requested_by').notNull(),
    requestedAt: instant('requested_at').notNull(),
    decidedBy: text('decided_by'),
    decidedAt: instant('decided_at'),
    startedAt: instant('started_at'),
    finishedAt: instant('finished_at'),
    /** How many times it was begun: from the second on, the outside system is asked first whether it has happened. */
    attempts: smallint('attempts').notNull().default(0),
    /** Not before. */
    dueAt: instant('due_at').notNull(),
    ref: text('ref'),
    detail: jsonb('detail').$type<unknown>(),
    say: text('say'),
    undoUntil: instant('undo_until'),
    undoneBy: text('undone_by'),
    undoneAt: instant('undone_at'),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.actionId] }),
    unique('action_same').on(t.tenantId, t.idempotencyKey),
    foreignKey({
      columns: [t.tenantId, t.connectionId],
      foreignColumns: [connection.tenantId, connection.connectionId],
    }),
    index('action_recent').on(t.tenantId, t.requestedAt),
  ],
)
