import type { Instant } from '@throughline/canonical'
import type { CreditChannel } from '../attribution/place.ts'
import type { TouchType } from '../attribution/journeys/touch.ts'
import type { StageInterval } from './stage-intervals.ts'

/** What touched somebody whom a deal names. */
export interface DealTouch {
  /** Epoch milliseconds. */
  at: number
  channel: CreditChannel
  type: TouchType
}

/** A deal as the pipeline's views look at it. Times in epoch milliseconds. */
export interface PipelineDeal {
  source: string
  key: string
  pipeline: string | null
  state: 'open' | 'won' | 'lost'
  madeAt: number
  /** When it was won or lost; null while it is open, or where the CRM does not say. */
  closedAt: number | null
  /** Minor units of the client's currency; null where the deal has no amount, or one in another currency. */
  amount: number | null
  /** 0–1, as the CRM has it; null where it has none. */
  probability: number | null
  /** What the CRM says it came from. */
  leadSource: string | null
  /** In order of time, of everybody whom it names. */
  touches: readonly DealTouch[]
  stays: readonly StageInterval[]
}

export const dayMs = 86_400_000

/** A moment of a stay in epoch milliseconds. */
export const msOf = (instant: Instant): number => Date.parse(instant)

/** What a deal is worth: 0 where nobody said. */
export const valueOf = ({ amount }: Pick<PipelineDeal, 'amount'>): number => amount ?? 0
const wonValueOf = (deal: Pick<PipelineDeal, 'amount' | 'state'>): number => (deal.state === 'won' ? valueOf(deal) : 0)

/** So many deals and what they are worth, in minor units. */
export interface DealSum {
  deals: number
  value: number
  wonDeals: number
  won: number
}

export const sumOf = (deals: readonly PipelineDeal[]): DealSum => ({
  deals: deals.length,
  value: deals.reduce((sum, deal) => sum + valueOf(deal), 0),
  wonDeals: deals.filter(({ state }) => state === 'won').length,
  won: deals.reduce((sum, deal) => sum + wonValueOf(deal), 0),
})
