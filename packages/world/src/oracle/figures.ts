import type { OracleAnswer } from './answer.ts'
import type { OracleAsk } from './ask.ts'
import { budgetUtilisation } from './budgets.ts'
import { holdoutFigure, type HoldoutRules } from './holdouts.ts'
import { dayAfter, wallAt } from './local-time.ts'
import type { Known } from './known.ts'
import { figureOf, sumFigures } from './metrics.ts'
import { conversionRate, failedChargeRate, medianGift, monthlyRecurring } from './people-figures.ts'
import { messageFrequency, timeToFirst } from './seeing.ts'
import { grossMargin, lifetimeValue, paybackObserved, paybackSimple, repeatRate, retention } from './person-years.ts'

type Figure = (known: Known, ask: OracleAsk) => OracleAnswer

/** The last day that is over. */
const through = ({ truth, until }: Known): string => dayAfter(wallAt(truth.zone, until).day, -1)
const holdouts: HoldoutRules = { windowMs: 28 * 86_400_000, smallest: { people: 100, converted: 5 } }
const heldOut =
  (figure: Parameters<typeof holdoutFigure>[2]): Figure =>
  (known, ask) =>
    holdoutFigure(known, ask, figure, holdouts)

/** Every figure that can be worked out of what happened to a tenant, by the name that the product has for it. */
export const oracleFigures: ReadonlyMap<string, Figure> = new Map<string, Figure>([
  ...sumFigures.map((id): [string, Figure] => [id, (known, ask) => figureOf(known, id, ask)]),
  ['median_gift', medianGift],
  ['mrr', monthlyRecurring],
  ['failed_charge_rate', failedChargeRate],
  ['conversion_rate', conversionRate],
  ['message_frequency', messageFrequency],
  ['time_to_first_conversion', timeToFirst],
  ['retention_30d', (known, ask) => retention(known, ask, 1, through(known))],
  ['retention_60d', (known, ask) => retention(known, ask, 2, through(known))],
  ['retention_90d', (known, ask) => retention(known, ask, 3, through(known))],
  ['repeat_rate', (known, ask) => repeatRate(known, ask, through(known))],
  ['ltv_12m', (known, ask) => lifetimeValue(known, ask, through(known))],
  ['payback_simple', (known, ask) => paybackSimple(known, ask, through(known))],
  ['payback_observed', (known, ask) => paybackObserved(known, ask, through(known))],
  ['gross_margin', grossMargin],
  ['budget_utilisation', budgetUtilisation],
  ['incrementality', heldOut('incrementality')],
  ['holdout_lift', heldOut('holdout_lift')],
  ['relative_lift', heldOut('relative_lift')],
  ['net_incremental_revenue', heldOut('net_incremental_revenue')],
])
