import { differenceOfMeans, differenceOfShares, ratioOfShares, type Estimate } from '@throughline/stats'
import type { Arm, Arms } from './arms.ts'

/** Fewer people than this in either arm, or fewer of them who gave than that, say nothing: no figure is shown. */
export const smallestArm = { people: 100, converted: 5 } as const

/** What would not have come without: four quantities, each its own. Undefined where too little stands behind it. */
export interface Incrementality {
  /** (cT − cC·nT/nC) ÷ cT: of the conversions of those who were treated, the share that would not have come. */
  share: Estimate | undefined
  /** (cT/nT) ÷ (cC/nC) − 1 */
  relativeLift: Estimate | undefined
  /** cT/nT − cC/nC, as a fraction */
  points: Estimate | undefined
  /** Net of treated − net of held out × nT/nC, in minor units: before what the campaign cost. */
  revenue: Estimate | undefined
}

/** Whether both arms are large enough to say anything at all. */
export const largeEnough = ({ treated, control }: Arms): boolean =>
  Math.min(treated.people, control.people) >= smallestArm.people

/** Whether enough gave in both arms for what is divided by one of them. */
const enoughGave = ({ treated, control }: Arms): boolean =>
  Math.min(treated.converted, control.converted) >= smallestArm.converted

/**
 * The control scaled to the size of the treated: never raw volumes of unequal groups. Points by Newcombe's hybrid score; the two
 * quotients by the delta method on their logarithm; revenue by Welch, on what each person brought.
 */
export function incrementalityOf(arms: Arms): Incrementality {
  const none = { share: undefined, relativeLift: undefined, points: undefined, revenue: undefined }
  if (!largeEnough(arms)) return none
  const [treated, control] = [shareOf(arms.treated), shareOf(arms.control)]
  const ratio = enoughGave(arms) ? ratioOfShares(treated, control) : undefined
  const means = differenceOfMeans(arms.treated.net, arms.control.net)
  return {
    share: ratio && { value: 1 - 1 / ratio.value, low: 1 - 1 / ratio.low, high: 1 - 1 / ratio.high },
    relativeLift: ratio && { value: ratio.value - 1, low: ratio.low - 1, high: ratio.high - 1 },
    points: differenceOfShares(treated, control),
    revenue: means && times(means, arms.treated.people),
  }
}

const shareOf = ({ converted, people }: Arm) => ({ hits: converted, of: people })
const times = ({ value, low, high }: Estimate, by: number): Estimate => ({
  value: value * by,
  low: low * by,
  high: high * by,
})
