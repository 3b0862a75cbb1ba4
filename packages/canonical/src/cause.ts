/** Why a fact or movement was written. A closed list. */
export const causes = [
  'new',
  'late',
  'refund',
  'chargeback',
  'restatement',
  'correction',
  'withdrawn',
  'merge',
  'unmerge',
  'rule_change',
  'model_refit',
  'zone_change',
  'reprocess',
  'erasure',
] as const
export type Cause = (typeof causes)[number]

/** What money given moves. Net = gross − fee + fee_returned − refund − chargeback. */
export const givingKinds = ['gross', 'fee', 'fee_returned', 'refund', 'chargeback'] as const
/** What a money movement adds to: beside giving, what was spent on ads and texts, and what a pipeline was promised and won. */
export const movementKinds = [...givingKinds, 'spend', 'pipeline', 'won'] as const
export type MovementKind = (typeof movementKinds)[number]
