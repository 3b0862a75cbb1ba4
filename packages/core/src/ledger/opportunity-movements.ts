import type { Opportunity } from '@throughline/canonical'
import { placeOf, type Movement } from './movement.ts'

/**
 * What a deal promises, on the day it was made, and what it brought, on the day it was won. A changed amount restates the day it
 * was made; nothing for a deal without an amount.
 */
export function opportunityMovements(deal: Opportunity, timeZone: string): Movement[] {
  if (!deal.amount) return []
  const shared = { recurring: false, n: 1, ...deal.amount }
  const made = { ...placeOf({ happenedAt: deal.createdAt ?? deal.happenedAt }, timeZone), kind: 'pipeline' as const }
  if (deal.state !== 'won' || deal.closedAt === undefined) return [{ ...made, ...shared }]
  const won = { ...placeOf({ happenedAt: deal.closedAt }, timeZone), kind: 'won' as const }
  return [
    { ...made, ...shared },
    { ...won, ...shared },
  ]
}
