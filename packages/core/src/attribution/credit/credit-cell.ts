import type { Cause, Day, MovementKind } from '@throughline/canonical'
import { tiers, type Tier } from '../evidence.ts'
import type { Customer } from '../journeys/journey.ts'

/** Credit of one place on one day: what a model gives of one kind of money. */
export interface CreditCell {
  day: Day
  kind: MovementKind
  currency: string
  /** 0: nowhere, `unattributed`. */
  placeNo: number
  customer: Customer
  tier: Tier
  minor: number
  /** Millionths of a conversion; of gross and won alone. */
  micro: number
}

/** A cell with why it was written and by which version of the setting. */
export interface CreditMovement extends CreditCell {
  cause: Cause
  modelNo: number
}

/** Names where a credit counts: two of one name are added up. */
export const creditName = ({
  day,
  kind,
  currency,
  placeNo,
  customer,
  tier,
}: Omit<CreditCell, 'minor' | 'micro'>): string =>
  `${day} ${kind} ${currency} ${placeNo} ${customer} ${tiers.indexOf(tier)}`

/** Adds credit up, cell by cell, leaving out what comes to nothing. */
export function createCredits(): {
  add(cells: Iterable<CreditCell>, sign: 1 | -1, why: { cause: Cause; modelNo: number }): void
  movements(): CreditMovement[]
} {
  const sums = new Map<string, CreditMovement>()
  return {
    add(cells, sign, why) {
      for (const cell of cells) {
        const name = `${creditName(cell)} ${why.cause} ${why.modelNo}`
        const sum = sums.get(name)
        if (sum) {
          sum.minor += sign * cell.minor
          sum.micro += sign * cell.micro
        } else sums.set(name, { ...cell, ...why, minor: sign * cell.minor, micro: sign * cell.micro })
      }
    },
    movements: () => [...sums.values()].filter(({ minor, micro }) => minor !== 0 || micro !== 0),
  }
}
