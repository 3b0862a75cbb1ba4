import { exponential, type Rng } from '@throughline/stats'
import type { Donor } from '../donor.ts'
import type { Given } from '../gift.ts'
import type { Millis } from '../line-item.ts'

/** Where asking somebody for much stands, by whatever name a CRM has for it. */
export type DealStage = 'found' | 'talking' | 'asked' | 'won' | 'lost'

/** A gift that was worked for, or is. */
export interface Deal {
  /** Of the order that it is about; a number after it where there are several. */
  name: string
  donor: Donor
  minor: number
  refcode: string | null
  /** In order of time; what lies ahead has not happened. The first is when the deal was made. */
  moves: readonly { stage: DealStage; at: Millis }[]
}

const [minute, day] = [60_000, 86_400_000]

/**
 * The deals around a large gift: that which it was won by, and of some a later one that came to nothing or is still open. A gift
 * that nobody expected is written down as won on the day.
 */
export function dealsAround(rng: Rng, order: Given, expected: boolean): Deal[] {
  const draw = rng.split(`deal ${order.order}`)
  const { donor, placedAt, refcode, minor } = order
  const wonAt = placedAt + (5 + draw.below(300)) * minute
  const days = (most: number) => (1 + draw.below(most)) * day + draw.below(480) * minute
  const asked = wonAt - days(9)
  const talking = asked - days(20)
  const found = talking - days(25)
  const path = [
    { stage: 'found' as const, at: found },
    { stage: 'talking' as const, at: talking },
    { stage: 'asked' as const, at: asked },
  ]
  const won: Deal = {
    ...{ name: order.order, donor, minor, refcode },
    moves: [...(expected ? path : []), { stage: 'won', at: wonAt }],
  }
  if (!draw.chance(0.4)) return [won]
  const again = wonAt + 20 * day + days(120)
  const next = again + days(30)
  const end = next + 5 * day + Math.floor(exponential(draw, 40)) * day
  const later: Deal = {
    ...{ name: `${order.order}-2`, donor, refcode: null, minor: 100 * Math.round((minor * 1.25) / 100) },
    moves: [
      { stage: 'found', at: again },
      { stage: draw.chance(0.5) ? 'talking' : 'asked', at: next },
      ...(draw.chance(0.6) ? [{ stage: 'lost' as const, at: end }] : []),
    ],
  }
  return [won, later]
}
