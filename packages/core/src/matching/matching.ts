import type { Day } from '@throughline/canonical'
import type { Actor, Door } from '@throughline/db'
import type { CreditChannel } from '../attribution/place.ts'
import type { Notifier } from '../notify/index.ts'
import type { SeenCode } from './code-seen.store.ts'
import type { CodeState } from './judge-code.ts'
import type { MatchReport } from './match-report.ts'
import type { Quality } from './quality.ts'
import type { RefcodeDecision } from './refcode-decision.ts'
import type { RefcodeRule } from './refcode-rules.ts'
import type { RecordName } from './sources.ts'

export interface MatchingDeps {
  door: Door
  notifier: Pick<Notifier, 'tell'>
  now: () => Date
}

/** A record with what it is called. */
export interface Named extends RecordName {
  name: string
}

/** A code with the names of what it leads to. */
interface NamedCode extends Omit<SeenCode, 'place' | 'concerns' | 'suggestion'> {
  place: { channel: CreditChannel; campaign: Named | null; creative: Named | null; partner: string | null } | null
  concerns: Named[]
  suggestion: { code: string; campaign: Named | null; creative: Named | null; score: number } | null
}

export interface CodePage {
  rows: NamedCode[]
  more: boolean
  counts: { state: CodeState; codes: number; gifts: number; net: number }[]
  currency: string
}

/** Something that a code can be assigned to. */
export interface CodeChoice {
  kind: 'creative' | 'campaign'
  source: string
  key: string
  name: string
  channel: string | null
}

/** The rules in order, and how many of the codes that were seen each one fits first. */
interface RulesRead {
  rules: readonly RefcodeRule[]
  /** Said by this tenant; else the usual ones hold. */
  own: boolean
  fits: number[]
}

/** Whose codes are whose: what was found, what somebody should look at, and what people and rules say. */
export interface Matching {
  codes(
    actor: Actor,
    tenantId: string,
    asked: { states: readonly CodeState[]; search: string; offset: number },
  ): Promise<CodePage>
  /** @returns what was decided before: handed back, it is undone. @throws NotFound for a code that never came, or a record that is none */
  decide(
    actor: Actor,
    tenantId: string,
    said: { code: string; decision: RefcodeDecision | null },
  ): Promise<{ before: RefcodeDecision | null; state: CodeState }>
  choices(actor: Actor, tenantId: string, search: string): Promise<CodeChoice[]>
  rules(actor: Actor, tenantId: string): Promise<RulesRead>
  /** Null: the usual ones again. @throws Invalid where a rule has no keyword or names a campaign that is none */
  saveRules(actor: Actor, tenantId: string, rules: readonly RefcodeRule[] | null): Promise<void>
  quality(actor: Actor, tenantId: string, range: { from: Day; to: Day }): Promise<Quality>
  reports(actor: Actor, tenantId: string): Promise<MatchReport[]>
}
