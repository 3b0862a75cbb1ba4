import type { PipelineDeal } from './pipeline-deal.ts'
import { valueOf } from './pipeline-deal.ts'

/** What a pipeline brings for what was spent in its range. Minor units; a ratio without a denominator has no value. */
export interface PipelineRoi {
  spend: number
  /** What all deals are worth, whatever became of them; what was won; and what open ones are worth at the CRM's probability. */
  pipeline: number
  won: number
  expected: number
  /** Open deals that the CRM gives no probability: they count nothing in `expected`. */
  unweighed: number
  /** (pipeline − spend) ÷ spend; (won − spend) ÷ spend; (won + expected − spend) ÷ spend. */
  roiPipeline: number | null
  roiWon: number | null
  roiExpected: number | null
  /** spend ÷ deals made; spend ÷ deals won. */
  costPerDeal: number | null
  costPerWin: number | null
}

/** ROI over the full value of a pipeline, beside what of it is money already. */
export function pipelineRoi(deals: readonly PipelineDeal[], spend: number): PipelineRoi {
  const open = deals.filter(({ state }) => state === 'open')
  const wins = deals.filter(({ state }) => state === 'won')
  const pipeline = deals.reduce((sum, deal) => sum + valueOf(deal), 0)
  const won = wins.reduce((sum, deal) => sum + valueOf(deal), 0)
  const expected = Math.round(open.reduce((sum, deal) => sum + valueOf(deal) * (deal.probability ?? 0), 0))
  const roi = (value: number) => (spend === 0 ? null : (value - spend) / spend)
  return {
    ...{ spend, pipeline, won, expected },
    unweighed: open.filter(({ probability }) => probability === null).length,
    roiPipeline: roi(pipeline),
    roiWon: roi(won),
    roiExpected: roi(won + expected),
    costPerDeal: deals.length === 0 ? null : Math.round(spend / deals.length),
    costPerWin: wins.length === 0 ? null : Math.round(spend / wins.length),
  }
}
