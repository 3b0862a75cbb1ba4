import { dayMs, sumOf, type DealSum, type DealTouch, type PipelineDeal } from './pipeline-deal.ts'
import { timeTo, type TimeTo } from './time-to.ts'

/**
 * Whether marketing touched: everything but what salespeople noted at the CRM (`crm`) and visits that nothing brought (`direct`).
 */
const isMarketing = ({ channel }: Pick<DealTouch, 'channel'>): boolean => channel !== 'crm' && channel !== 'direct'

/** Fewer deals than this say nothing about how fast others go. */
const fewest = 5

/** Deals that marketing hastened, as far as that can be said. */
interface Accelerated extends DealSum {
  /** Days to winning of deals that marketing touched on their way, and of the others. */
  touched: TimeTo
  others: TimeTo
  /** Why nothing can be said: too few others, or too few of them have been won. */
  why: 'few_others' | 'few_won' | null
}

/** What marketing had to do with a pipeline, in three ways that overlap: they are never added up. */
export interface TouchedPipeline {
  all: DealSum
  sourced: DealSum
  influenced: DealSum
  accelerated: Accelerated
}

/**
 * - **sourced**: the very first touch of anybody whom the deal names came by marketing, and no later than the deal was made.
 * - **influenced**: marketing touched any of them before the deal was closed, or by now where it is open.
 * - **accelerated**: marketing touched after the deal was made and before it was closed, the deal was won, and it was won in fewer
 *   days than the median of deals of its pipeline that were not touched so. That median is Kaplan and Meier's, of days from being made to being
 *   won: open deals are censored now, lost ones when they were lost. With fewer than five others, or no median, none is said to be
 *   accelerated, with why.
 * @param now epoch milliseconds
 */
export function touchedPipeline(deals: readonly PipelineDeal[], now: number): TouchedPipeline {
  const sourced = deals.filter(({ touches, madeAt }) => {
    const [first] = touches
    return first !== undefined && first.at <= madeAt && isMarketing(first)
  })
  const influenced = deals.filter((deal) =>
    deal.touches.some((touch) => isMarketing(touch) && touch.at <= endOf(deal, now)),
  )
  return {
    all: sumOf(deals),
    sourced: sumOf(sourced),
    influenced: sumOf(influenced),
    accelerated: accelerated(deals, now),
  }
}

const endOf = ({ closedAt }: PipelineDeal, now: number): number => closedAt ?? now

/** Whether marketing touched it on its way: after it was made, before it was closed. */
const onItsWay = (deal: PipelineDeal, now: number): boolean =>
  deal.touches.some((touch) => isMarketing(touch) && touch.at > deal.madeAt && touch.at < endOf(deal, now))

const toWinning = (deal: PipelineDeal, now: number) => ({
  days: (endOf(deal, now) - deal.madeAt) / dayMs,
  ended: deal.state === 'won' && deal.closedAt !== null,
})

function accelerated(deals: readonly PipelineDeal[], now: number): Accelerated {
  const touched = deals.filter((deal) => onItsWay(deal, now))
  const among = new Set(touched)
  const others = deals.filter((deal) => !among.has(deal))
  const othersIn = Map.groupBy(others, ({ pipeline }) => pipeline)
  const medianIn = new Map(
    [...othersIn].map(([pipeline, of]) => [
      pipeline,
      of.length < fewest ? null : timeTo(of.map((deal) => toWinning(deal, now))).median,
    ]),
  )
  const faster = touched.filter((deal) => {
    const median = medianIn.get(deal.pipeline) ?? null
    const { days, ended } = toWinning(deal, now)
    return ended && median !== null && days < median
  })
  const enough = [...othersIn.values()].some((of) => of.length >= fewest)
  const known = [...medianIn.values()].some((median) => median !== null)
  return {
    ...sumOf(faster),
    touched: timeTo(touched.map((deal) => toWinning(deal, now))),
    others: timeTo(others.map((deal) => toWinning(deal, now))),
    why: known ? null : enough ? 'few_won' : 'few_others',
  }
}
