import type { Instant } from '@throughline/canonical'
import type { Actor } from '@throughline/db'

/** Where one conversion stands that a platform is to be told of. */
export type OutState = 'queued' | 'sending' | 'sent' | 'refused' | 'failed' | 'unsure'

/** Why one was not told, in a word: ours, or the connector's. */
export type WhyNotTold =
  | 'no_consent'
  | 'opted_out'
  | 'nobody_known'
  | 'erased'
  | 'given_back'
  | 'withdrawn'
  | 'sending_is_off'
  | 'switched_off'

/** What a connection's platform is told of conversions, as its page shows it. */
export interface ConversionsView {
  /** False where this source takes none: then nothing else is said. */
  offered: boolean
  state: 'on' | 'off' | 'stopped'
  eventName: EventName
  since: Instant | null
  changedBy: string | null
  changedAt: Instant | null
  /** In words, where it was stopped or cannot be switched on. */
  say: string | null
  /** Whether whoever signed in at the source allowed changes. */
  mayAct: boolean
  /** Of those chosen in the last 30 days. */
  counts: Record<OutState, number>
  /** Why those were not told that were not: the most frequent first. */
  reasons: { why: string; state: 'refused' | 'failed' | 'unsure'; count: number }[]
  /** Told, and given back afterwards: a platform takes nothing back. */
  givenBack: number
}

export type EventName = 'Purchase' | 'Donate'

/** What would be told now: nothing is kept and nothing sent. */
export interface ConversionsPreview {
  /** The connector's own sentence; null where nothing would be sent. */
  summary: string | null
  considered: number
  told: number
  reasons: { why: string; count: number }[]
}

/** Telling ad platforms of conversions, from an outbox, where somebody has switched that on. */
export interface ConversionsOut {
  read(actor: Actor, tenantId: string, connectionId: string): Promise<ConversionsView>
  /**
   * Switches it on or off; what happened before it was switched on is never told. Needs `conversions.tell`.
   * @throws Conflict where no source of consent is named, or the sign-in allows no changes
   */
  set(
    actor: Actor,
    tenantId: string,
    input: { connectionId: string; on: boolean; eventName: EventName },
  ): Promise<ConversionsView>
  /** The dry run: the newest conversions of the last two days, judged as they would be. */
  preview(actor: Actor, tenantId: string, connectionId: string): Promise<ConversionsPreview>
  /** Those that failed are sent again. @returns how many */
  retry(actor: Actor, tenantId: string, connectionId: string): Promise<{ count: number }>
}
