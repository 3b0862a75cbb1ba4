import { Invalid } from '@throughline/canonical'

/** What one expects of a campaign. Shares are 0–1; money in minor units. */
export interface RoiInput {
  spend: number
  leads: number
  /** Of leads, those that become deals; of deals, those that are won. */
  dealRate: number
  winRate: number
  /** What a won deal brings. */
  value: number
  /** Of what it brings, what is left after what it costs to deliver. */
  margin: number
  /** How sure the win rate is: its interval, where it was measured. */
  winRateLow?: number | undefined
  winRateHigh?: number | undefined
}

export interface RoiOutput {
  deals: number
  wins: number
  revenue: number
  /** revenue × margin − spend. */
  profit: number
  /** profit ÷ spend; null where nothing is spent. With what the win rate's interval makes of it. */
  roi: number | null
  roiLow: number | null
  roiHigh: number | null
  costPerLead: number | null
  costPerWin: number | null
  /** The win rate at which it brings back what it costs; null where no rate does. */
  breakEven: number | null
}

/**
 * What a campaign brings if it goes as its inputs say: wins = leads × deal rate × win rate, revenue = wins × value.
 * @throws Invalid naming the input that cannot be: a negative one, or a share above 1
 */
export function calculateRoi(input: RoiInput): RoiOutput {
  check(input)
  const { spend, leads, dealRate, winRate, value, margin, winRateLow, winRateHigh } = input
  const deals = leads * dealRate
  const revenueAt = (rate: number) => deals * rate * value
  const roiAt = (rate: number) => (spend === 0 ? null : (revenueAt(rate) * margin - spend) / spend)
  const wins = deals * winRate
  const marginIfAllWon = deals * value * margin
  const breakEven = marginIfAllWon > 0 ? spend / marginIfAllWon : null
  return {
    deals,
    wins,
    revenue: Math.round(revenueAt(winRate)),
    profit: Math.round(revenueAt(winRate) * margin - spend),
    roi: roiAt(winRate),
    roiLow: roiAt(winRateLow ?? winRate),
    roiHigh: roiAt(winRateHigh ?? winRate),
    costPerLead: leads === 0 ? null : Math.round(spend / leads),
    costPerWin: wins === 0 ? null : Math.round(spend / wins),
    breakEven: breakEven !== null && breakEven <= 1 ? breakEven : null,
  }
}

function check(input: RoiInput): void {
  for (const [name, said] of Object.entries(input) as [string, number | undefined][]) {
    if (said === undefined) continue
    const most = /[rR]ate|margin/.test(name) ? 1 : Number.MAX_SAFE_INTEGER
    if (!(said >= 0 && said <= most))
      throw new Invalid(most === 1 ? 'A share is between 0 and 1.' : 'Not below 0.', name)
  }
}
