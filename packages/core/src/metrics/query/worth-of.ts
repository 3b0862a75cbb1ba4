import { wilson, z95 } from '@throughline/stats'
import { money, none, number, type MoneyFigure, type NumberFigure } from '../figure.ts'
import type { MeasureId } from '../registry/measure.ts'
import type { Amount, Interval, Metric, Term, Worked, Worth } from '../registry/metric.ts'

/** What was read of measures, of everything or of one row. */
export interface Amounts {
  currency: string
  /** Money in minor units of the currency, counts; absent: nothing was found, which is zero. */
  values: ReadonlyMap<MeasureId, number>
  /** Of these there is money in a currency without a rate. */
  mixed: ReadonlySet<MeasureId>
  /** Of these nothing was ever read, or nothing that old. */
  unread: ReadonlySet<MeasureId>
}
type Formula = Extract<Worked, { by: 'measures' }>

const moneyMeasures: ReadonlySet<MeasureId> = new Set<MeasureId>([
  'gross',
  'gross_recurring',
  'fee',
  'fee_returned',
  'refund',
  'chargeback',
  'certain_gross',
  'attributed_gross',
  'attributed_net',
  'spend',
  'ad_spend',
  'text_spend',
])

export const isMoneyMeasure = (measure: MeasureId): boolean => moneyMeasures.has(measure)

/** Applies a formula over measures. Pure. */
export function worthOf({ unit, estimate }: Pick<Metric, 'unit' | 'estimate'>, formula: Formula, of: Amounts): Worth {
  const { numerator, denominator, needsNumerator } = formula
  const isRatio = denominator.length > 0
  const [above, below] = [sumOf(numerator, of), isRatio ? sumOf(denominator, of) : undefined]
  const worth = (value: MoneyFigure | NumberFigure, interval: Interval | null = null): Worth => ({
    value,
    numerator: amountOf(numerator, above),
    denominator: below === undefined ? null : amountOf(denominator, below),
    interval,
    units: unitsOf(formula, of),
  })
  if (above === 'not_read_yet' || below === 'not_read_yet') return worth(none('not_read_yet'))
  if (above === 'rate_missing' || below === 'rate_missing') return worth(none('rate_missing'))
  if (below === undefined) return worth(unit === 'money' ? money(above, of.currency) : number(above))
  if (below <= 0 || (needsNumerator === true && above === 0)) return worth(none('no_units'))
  if (unit === 'money') return worth(money(Math.round(above / below), of.currency))
  return worth(number(above / below), estimate === 'wilson' ? shareInterval(above, below) : null)
}

/** Nothing where it is no share: more were hit than there are. */
function shareInterval(hits: number, all: number): Interval | null {
  return hits < 0 || hits > all ? null : { ...wilson({ hits, of: all }, z95), level: 0.95 }
}

/** Σ sign·measure, or why there is none: unread only where nothing of it was read. */
function sumOf(terms: readonly Term[], { values, mixed, unread }: Amounts): number | 'not_read_yet' | 'rate_missing' {
  if (terms.every(({ measure }) => unread.has(measure))) return 'not_read_yet'
  if (terms.some(({ measure }) => mixed.has(measure))) return 'rate_missing'
  return terms.reduce((sum, { sign, measure }) => sum + sign * (values.get(measure) ?? 0), 0)
}

function amountOf(terms: readonly Term[], sum: ReturnType<typeof sumOf>): Amount | null {
  const [first] = terms
  if (typeof sum !== 'number' || first === undefined) return null
  return { unit: isMoneyMeasure(first.measure) ? 'money' : 'count', value: sum }
}

function unitsOf({ units, numerator, denominator }: Formula, of: Amounts): number | null {
  if (units === undefined) return null
  const terms =
    units === 'numerator'
      ? numerator
      : units === 'denominator'
        ? denominator
        : [{ label: '', sign: 1 as const, measure: units }]
  const sum = sumOf(terms, of)
  return typeof sum === 'number' ? sum : null
}
