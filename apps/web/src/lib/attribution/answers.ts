import type { Outcome } from '#lib/outcome.ts'
import type { Answers } from '#lib/app-router.ts'

export type Comparison = Answers['attribution']['compare']
export type RulesPreview = Answers['attribution']['preview']
/** What rules would do, where they can be read. */
type TriedRules = RulesPreview & { ok: true }
export type TriedRow = TriedRules['rows'][number]
export type Setting = Answers['attribution']['setting']
export type ModelId = Comparison['chosen']['model']
export type CreditWindow = Comparison['window']
export type Channel = NonNullable<Comparison['rows'][number]['channel']>
export type PathsRead = Answers['attribution']['paths']
export type Tier = 'deterministic' | 'probable' | 'modelled' | 'none'

/** By what credit is kept, as pages of credit hand it to the frame. */
export interface ShownSetting {
  arrives: Outcome<Setting> | Promise<Outcome<Setting>>
}
