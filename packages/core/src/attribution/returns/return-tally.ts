import type { Customer } from '../journeys/journey.ts'

/** What something cost, what came of it, and what is credited to it, by the client's own model, in one period. */
export interface ReturnTally {
  /** Minor units of the tenant's currency. */
  spend: number
  /** Something of it was paid for in another currency, and is in no sum. */
  otherSpend: boolean
  impressions: number
  clicks: number
  linkClicks: number
  sent: number
  /** Credited net, and the part of it that an id proves. */
  net: number
  certain: number
  /** Millionths of conversions, by who gave. */
  micro: Record<Customer, number>
}

export const emptyTally = (): ReturnTally => ({
  spend: 0,
  otherSpend: false,
  impressions: 0,
  clicks: 0,
  linkClicks: 0,
  sent: 0,
  net: 0,
  certain: 0,
  micro: { new: 0, returning: 0, monthly: 0 },
})

export function addTally(to: ReturnTally, it: ReturnTally): void {
  to.spend += it.spend
  to.otherSpend ||= it.otherSpend
  to.impressions += it.impressions
  to.clicks += it.clicks
  to.linkClicks += it.linkClicks
  to.sent += it.sent
  to.net += it.net
  to.certain += it.certain
  for (const who of ['new', 'returning', 'monthly'] as const) to.micro[who] += it.micro[who]
}

/** What a tally comes to. Null is "no value": nothing to divide by, or money in another currency without a rate. */
export interface ReturnRates {
  /** Credited net ÷ spend. */
  roas: number | null
  /** (credited net − spend) ÷ spend. */
  roi: number | null
  /** Spend, all of it, by credited conversions of people who gave for the first time, and again; minor units. */
  costPerNew: number | null
  costPerReturning: number | null
  /** Of credited net, the share that an id proves; null where less than nothing is credited. */
  certainShare: number | null
}

/** Rates of one period. A refund takes its credit back, so net may be below zero and a return negative. */
export function ratesOf({ spend, otherSpend, net, certain, micro }: ReturnTally): ReturnRates {
  const paid = spend > 0 && !otherSpend
  const cost = (conversions: number) => (paid && conversions > 0 ? Math.round((spend * 1_000_000) / conversions) : null)
  return {
    roas: paid ? net / spend : null,
    roi: paid ? (net - spend) / spend : null,
    costPerNew: cost(micro.new),
    costPerReturning: cost(micro.returning),
    certainShare: net > 0 && certain >= 0 && certain <= net ? certain / net : null,
  }
}
