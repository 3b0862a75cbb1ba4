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

/** What a money movement adds to. Net = gross − fee + fee_returned − refund − chargeback. */
export const movementKinds = ['gross', 'fee', 'fee_returned', 'refund', 'chargeback'] as const
export type MovementKind = (typeof movementKinds)[number]
