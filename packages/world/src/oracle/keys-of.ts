import type { CreditBy } from './credit.ts'
import { oracleDimensions, type OracleCell, type OracleDimension } from './ask.ts'
import { eventCells } from './event-cells.ts'
import type { Known } from './known.ts'
import { creditCells, moneyCells } from './money-cells.ts'
import { toldCells } from './told-cells.ts'

/** Every key of a dimension that anything counts under. */
export function keysOf(known: Known, by: CreditBy): ReadonlyMap<OracleDimension, readonly (string | null)[]> {
  const everything = { from: '0000', to: '9999', filter: {}, by }
  const cells: OracleCell[] = [
    ...moneyCells(known, everything, 'gross'),
    ...creditCells(known, everything, () => true),
    ...toldCells(known, 'spend'),
    ...toldCells(known, 'impressions'),
    ...toldCells(known, 'told_delivered'),
    ...(['shown', 'clicked', 'events_delivered', 'events_opened', 'events_unsubscribed'] as const).flatMap((measure) =>
      eventCells(known, measure),
    ),
  ]
  return new Map(
    oracleDimensions.map((dimension) => [
      dimension,
      [...new Set(cells.flatMap(({ where }) => (where[dimension] === undefined ? [] : [where[dimension]])))],
    ]),
  )
}
