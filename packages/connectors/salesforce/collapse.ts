import type { SObject } from './query.ts'

/** Whether a deal in a stage is still open, by the stage's name. */
export type StageStates = Readonly<Record<string, 'open' | 'won' | 'lost'>>

/**
 * Says of one deal's history, oldest row first, which rows entered a stage and which one closed the deal. Salesforce writes a row
 * whenever amount, probability, stage or close date changes: rows in a row of one stage are one stay in it, from the first on. The
 * deal is closed since the last row that entered a closed stage, and not at all where it was opened again.
 */
export function collapse(history: readonly SObject[], states: StageStates): SObject[] {
  const ordered = [...history].sort(inTime)
  let before: unknown
  let last: SObject | undefined
  const rows = ordered.map((row) => {
    const enters = row.StageName !== before
    before = row.StageName
    const told = enters ? { ...row, enters: true } : row
    if (enters) last = told
    return told
  })
  if (last && isClosed(last, states)) last.closes = true
  return rows
}

function inTime(a: SObject, b: SObject): number {
  const [first, second] = [a, b].map(({ CreatedDate, Id }) => `${String(CreatedDate)} ${String(Id)}`)
  return first === second ? 0 : (first ?? '') < (second ?? '') ? -1 : 1
}

/** A stage that was renamed since keeps its old name in old rows: then the forecast category tells. */
function isClosed({ StageName, ForecastCategory, Probability }: SObject, states: StageStates): boolean {
  const state = typeof StageName === 'string' ? states[StageName] : undefined
  if (state !== undefined) return state !== 'open'
  return ForecastCategory === 'Closed' || (ForecastCategory === 'Omitted' && Probability === 0)
}

/** Contacts of one deal, the primary one first, then as they were added. */
export function contactsOf(roles: readonly SObject[]): string[] {
  const ordered = [...roles].sort((a, b) => Number(b.IsPrimary === true) - Number(a.IsPrimary === true) || inTime(a, b))
  return [...new Set(ordered.flatMap(({ ContactId }) => (typeof ContactId === 'string' ? [ContactId] : [])))]
}
