import { tiers, type Tier } from '../attribution/evidence.ts'

/** Gifts and net minor units of one tier. */
export interface TierSum {
  gifts: number
  net: number
}
export type TierSums = Readonly<Record<Tier, TierSum>>

/** How well money is tied to what led to it. */
export interface Quality {
  tiers: TierSums
  gifts: number
  net: number
  /** Shares of net by tier, 0–1; null where there is no net to share. */
  shares: Readonly<Record<Tier, number>> | null
}

export const noSums = (): Record<Tier, TierSum> => ({
  deterministic: { gifts: 0, net: 0 },
  probable: { gifts: 0, net: 0 },
  modelled: { gifts: 0, net: 0 },
  none: { gifts: 0, net: 0 },
})

/** The quality badge: what share of net dollars is tied how surely. Tiers may come in any number of parts. */
export function qualityOf(parts: Iterable<{ tier: Tier } & TierSum>): Quality {
  const sums = noSums()
  for (const { tier, gifts, net } of parts) {
    sums[tier].gifts += gifts
    sums[tier].net += net
  }
  const net = tiers.reduce((sum, tier) => sum + sums[tier].net, 0)
  const gifts = tiers.reduce((sum, tier) => sum + sums[tier].gifts, 0)
  if (net <= 0) return { tiers: sums, gifts, net, shares: null }
  const share = (tier: Tier): number => sums[tier].net / net
  return {
    ...{ tiers: sums, gifts, net },
    shares: {
      ...{ deterministic: share('deterministic'), probable: share('probable') },
      ...{ modelled: share('modelled'), none: share('none') },
    },
  }
}
