import type { Instant } from '@throughline/canonical'
import type { Effect } from '@throughline/connector-kit'
import type { Actor } from '@throughline/db'
import type { FormField, PageInput, PageOf } from '../connections/index.ts'
import type { ActionState } from './action.store.ts'

/** Something that can be done at an outside system, with the form of what it needs. */
export interface ActionCard {
  name: string
  title: string
  fields: FormField[]
  /** Somebody else than the one who asks must approve. */
  secondPerson: boolean
  undoable: boolean
}

/** What the person asks for. `values` by the field's name. */
export interface Wish {
  connectionId: string
  action: string
  input: unknown
}

export interface Preview extends Effect {
  /** Why it would not be done now, in words; null where nothing stands in the way. */
  refused: string | null
  secondPerson: boolean
}

/** One action, as people see it. */
export interface ActionView {
  actionId: string
  connectionId: string
  connector: string
  name: string
  title: string
  summary: string
  before?: unknown
  after?: unknown
  state: ActionState
  requestedBy: string
  requestedAt: Instant
  decidedBy: string | null
  decidedAt: Instant | null
  finishedAt: Instant | null
  attempts: number
  /** In words, where it did not go as asked. */
  say: string | null
  /** Until when it can be taken back; null where it cannot. */
  undoUntil: Instant | null
  undoneAt: Instant | null
}

/** Changing things at outside systems: the one way out. */
export interface Actions {
  /** What a connection lets be done, and whether its sign-in allows it. */
  catalogue(actor: Actor, tenantId: string, connectionId: string): Promise<{ mayAct: boolean; actions: ActionCard[] }>
  /** What would happen, reading only: the dry run. @throws Invalid naming a field */
  preview(actor: Actor, tenantId: string, wish: Wish): Promise<Preview>
  /**
   * Asks for it to be done. The same key twice is one action. @throws Conflict where the key was used for something else
   */
  request(actor: Actor, tenantId: string, wish: Wish & { idempotencyKey: string }): Promise<ActionView>
  /** Says yes or no to what waits for a second person. @throws Forbidden for the one who asked */
  decide(actor: Actor, tenantId: string, input: { actionId: string; yes: boolean }): Promise<ActionView>
  /** Takes back what was done, while it can be. */
  undo(actor: Actor, tenantId: string, actionId: string): Promise<ActionView>
  /** Of one where nobody could say whether it happened: a person has looked. */
  settle(actor: Actor, tenantId: string, input: { actionId: string; happened: boolean }): Promise<ActionView>
  list(
    actor: Actor,
    tenantId: string,
    input: PageInput & { connectionId?: string | undefined },
  ): Promise<PageOf<ActionView> & { waiting: number }>
}
