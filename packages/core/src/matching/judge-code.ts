import type { EvidenceKind, Finding } from '../attribution/evidence.ts'
import type { Place } from '../attribution/place.ts'
import type { Dictionary } from './build-dictionary.ts'
import type { RefcodeDecision, RefcodeDecisions } from './refcode-decision.ts'
import type { RecordName } from './sources.ts'

/** What is known of a code that conversions brought. */
export const codeStates = ['new', 'near', 'conflict', 'rule', 'known', 'ignored'] as const
export type CodeState = (typeof codeStates)[number]

export interface JudgedCode {
  state: CodeState
  place: Place | null
  trouble: Finding['trouble']
  concerns: readonly RecordName[]
  /** How its place is known. */
  by: EvidenceKind | null
  /** The code that it may have been, and the probability. */
  suggestion: { code: string; source: string; creative: string | null; campaign: string | null; score: number } | null
  decision: RefcodeDecision | null
}

/** From this probability on somebody is asked whether it was meant. */
const worthAsking = 0.3

/** @param lastSeen milliseconds since 1970 */
export function judgeCode(
  { find, suggest }: Dictionary,
  decisions: RefcodeDecisions,
  { code, lastSeen }: { code: string; lastSeen: number },
): JudgedCode {
  const { place, trouble, concerns, evidence } = find({
    ...{ happenedAt: lastSeen, refcodes: { refcode: code }, clickIds: {}, form: null, region: null },
  })
  const by = evidence[0]?.kind ?? null
  const isOpen = by === null || by === 'rule' || by === 'similar_code'
  const near = isOpen && trouble !== 'two_claim_it' ? suggest(code, lastSeen) : undefined
  const suggestion =
    near && near.score >= worthAsking
      ? {
          ...{
            code: near.code,
            source: near.claim.source,
            creative: near.claim.creative,
            campaign: near.claim.campaign,
          },
          score: near.score,
        }
      : null
  return {
    ...{ state: stateOf({ trouble, by, suggestion }), place, trouble, concerns, by, suggestion },
    decision: decisions.get(code) ?? null,
  }
}

function stateOf({ trouble, by, suggestion }: Pick<JudgedCode, 'trouble' | 'by' | 'suggestion'>): CodeState {
  if (trouble === 'ignored') return 'ignored'
  if (trouble === 'two_claim_it' || trouble === 'decision_gone') return 'conflict'
  if (suggestion) return 'near'
  if (by === null) return 'new'
  return by === 'rule' ? 'rule' : by === 'similar_code' ? 'near' : 'known'
}
