import { Instant } from '@throughline/canonical'
import { z } from 'zod'
import { FormField } from './connections.ts'
import { InTenant, PageInput } from './shared.ts'

/** actions.catalogue (query) → what a connection lets be done. */
export const ActionCatalogueInput = InTenant.extend({ connectionId: z.uuid() })
export const ActionCatalogue = z.object({
  /** False where the sign-in at the source, or the reader's role, does not allow changes. */
  mayAct: z.boolean(),
  actions: z.array(
    z.object({
      name: z.string(),
      title: z.string(),
      fields: z.array(FormField),
      secondPerson: z.boolean(),
      undoable: z.boolean(),
    }),
  ),
})

/** actions.preview (mutation that changes nothing) → Preview */
export const WishInput = InTenant.extend({
  connectionId: z.uuid(),
  action: z.string().min(1).max(80),
  input: z.record(z.string(), z.unknown()),
})
export const Preview = z.object({
  summary: z.string(),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
  nothing: z.literal(true).optional(),
  /** Why it would not be done now, in words. */
  refused: z.string().nullable(),
  secondPerson: z.boolean(),
})

/** actions.request (mutation) → Action. The same key twice is one action. */
export const RequestActionInput = WishInput.extend({ idempotencyKey: z.string().min(8).max(200) })
/** actions.decide / undo / settle (mutations) → Action */
export const ActionInput = InTenant.extend({ actionId: z.uuid() })
export const DecideActionInput = ActionInput.extend({ yes: z.boolean() })
export const SettleActionInput = ActionInput.extend({ happened: z.boolean() })
/** actions.list (query) → page of Action */
export const ListActionsInput = InTenant.extend({ ...PageInput.shape, connectionId: z.uuid().optional() })

export const Action = z.object({
  actionId: z.uuid(),
  connectionId: z.uuid(),
  connector: z.string(),
  name: z.string(),
  title: z.string(),
  summary: z.string(),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
  state: z.enum(['waiting', 'approved', 'running', 'done', 'undoing', 'undone', 'refused', 'failed', 'unsure']),
  requestedBy: z.string(),
  requestedAt: Instant,
  decidedBy: z.string().nullable(),
  decidedAt: Instant.nullable(),
  finishedAt: Instant.nullable(),
  attempts: z.number().int(),
  say: z.string().nullable(),
  undoUntil: Instant.nullable(),
  undoneAt: Instant.nullable(),
})
export type Action = z.infer<typeof Action>
export const ActionPage = z.object({
  rows: z.array(Action),
  next: z.string().nullable(),
  /** How many wait for a second person. */
  waiting: z.number().int(),
})
