import type { Day, MovementKind } from '@throughline/canonical'
import { oneConversion } from '../../attribution/models/index.ts'
import { netSign } from '../../ledger/index.ts'
import type { Ask, Cell, MeasureId } from '../registry/measure.ts'
import { addCells } from './add-cells.ts'

/** Credit of one place, tier, customer and kind, in the row that it counts in. */
export interface CreditRow {
  row: string | null
  /** It is credited to a touch that is known. */
  known: boolean
  certain: boolean
  /** It is somebody's first gift. */
  first: boolean
  kind: MovementKind
  currency: string
  day: Day | null
  minor: number
  micro: number
}

/** What rows of credit come to as measures. Shares of gifts are added up as whole millionths, so that nothing is lost on the way. */
export function foldCredit(
  rows: Iterable<CreditRow>,
  { measures, currency }: Pick<Ask, 'measures' | 'currency'>,
): Cell[] {
  const wanted = new Set<MeasureId>(measures)
  const sums = addCells<MeasureId>(currency)
  const micro = addCells<MeasureId>(currency)
  for (const { row, known, certain, first, kind, ...each } of rows) {
    const amount = { currency: each.currency, day: each.day ?? '', minor: each.minor }
    const money = (measure: MeasureId, holds: boolean, sign: number = 1) => {
      if (wanted.has(measure) && holds) sums.money(measure, row, { ...amount, minor: sign * amount.minor })
    }
    const count = (measure: MeasureId, holds: boolean) => {
      if (wanted.has(measure) && holds) micro.count(measure, row, each.micro)
    }
    money(kind as MeasureId, true)
    money('attributed_net', known, netSign[kind])
    if (kind !== 'gross') continue
    money('certain_gross', certain)
    money('attributed_gross', known)
    count('gifts', true)
    count('attributed_gifts', known)
    count('new_donors', first)
  }
  return [...sums.cells(), ...micro.cells().map((cell) => ({ ...cell, value: cell.value / oneConversion }))]
}
