import type { Instant } from '@throughline/canonical'
import type { Actor } from '@throughline/db'

/** The CRM's fields by what is written into them: of contacts, and of deals. What is not named is not written. */
export type WriteBackFields = Record<'contact' | 'deal', Record<string, string>>

/** What attribution a CRM is written, as its connection's page shows it. */
export interface WriteBackView {
  /** False where this source takes none: then nothing else is said. */
  offered: boolean
  /** It takes shares of its own campaigns in a deal as well. */
  influence: boolean
  state: 'on' | 'off' | 'stopped'
  fields: WriteBackFields
  changedBy: string | null
  changedAt: Instant | null
  /** In words, where it was stopped. */
  say: string | null
  mayAct: boolean
  counts: Record<'due' | 'sending' | 'written' | 'refused' | 'failed' | 'unsure', number>
  reasons: { why: string; state: 'refused' | 'failed' | 'unsure'; count: number }[]
}

/** What would be written now of the newest that the CRM knows: nothing is kept and nothing written. */
interface WriteBackPreview {
  contact: { summary: string; fields: Record<string, string | number | null> } | null
  deal: {
    summary: string
    fields: Record<string, string | number | null>
    shares: { campaign: string; percent: number }[]
  } | null
}

/** Writing credit to CRMs, from an outbox, where somebody has switched that on. */
export interface WriteBack {
  read(actor: Actor, tenantId: string, connectionId: string): Promise<WriteBackView>
  /**
   * Switches it on or off; what was credited before is written when it changes. @throws Invalid naming a field that cannot be,
   * Conflict where the sign-in allows no changes
   */
  set(
    actor: Actor,
    tenantId: string,
    input: { connectionId: string; on: boolean; fields: WriteBackFields },
  ): Promise<WriteBackView>
  /** The dry run, by fields that need not be kept yet. */
  preview(
    actor: Actor,
    tenantId: string,
    input: { connectionId: string; fields: WriteBackFields },
  ): Promise<WriteBackPreview>
  /** Those that failed are written again. @returns how many */
  retry(actor: Actor, tenantId: string, connectionId: string): Promise<{ count: number }>
}
