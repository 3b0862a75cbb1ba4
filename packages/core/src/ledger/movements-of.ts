import type { Conversion, Opportunity, Refund, Spend } from '@throughline/canonical'
import { giftMovements } from './gift-movements.ts'
import type { Movement } from './movement.ts'
import { opportunityMovements } from './opportunity-movements.ts'
import { refundMovements } from './refund-movements.ts'
import { spendMovements } from './spend-movements.ts'

/** What of a fact decides its movements. */
export interface Counted {
  value: Pick<Conversion, 'happenedAt' | 'sourceDay'> & { kind: string } & Record<string, unknown>
  withdrawn: boolean
}

/** The kinds of facts that a sum may be made of: what a rebuild and a change of zone go through. */
export const countedKinds = ['conversion', 'refund', 'spend', 'opportunity'] as const
export const isCounted = (kind: string): boolean => (countedKinds as readonly string[]).includes(kind)

/**
 * What one effective fact adds to the tenant's sums: gross and fee of an approved gift on its day; refund or chargeback and the
 * fee returned on the day of giving back; what ads and texts cost; what a deal promises and brings. A refund of an unknown kind is
 * a refund. Nothing for what is withdrawn, pending, declined, or holds no money.
 */
export function movementsOf({ value, withdrawn }: Counted, timeZone: string): Movement[] {
  if (withdrawn) return []
  if (value.kind === 'conversion') return giftMovements(value as unknown as Conversion, timeZone)
  if (value.kind === 'refund') return refundMovements(value as unknown as Refund, timeZone)
  if (value.kind === 'spend') return spendMovements(value as unknown as Spend, timeZone)
  if (value.kind === 'opportunity') return opportunityMovements(value as unknown as Opportunity, timeZone)
  return []
}
