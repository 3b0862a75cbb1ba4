import { z95, type Estimate } from '@throughline/stats'
import type { Arms } from './arms.ts'
import { incrementalityOf, largeEnough, smallestArm, type Incrementality } from './incrementality.ts'

/**
 * Several campaigns with a holdout each, together: each one's control is scaled to its own treated, and what comes of that is added
 * up, so that campaigns that hold out unlike shares do not distort one another. Intervals are those of sums of independent parts.
 * One campaign alone is what it is by itself. Campaigns whose arms are too small are left out.
 */
export function incrementalityOverall(all: readonly Arms[]): Incrementality {
  const campaigns = all.filter(largeEnough)
  const [only] = campaigns
  if (only === undefined || campaigns.length === 1) return incrementalityOf(only ?? nobody)
  const total = (of: (arms: Arms) => number) => campaigns.reduce((sum, arms) => sum + of(arms), 0)
  const [people, converted] = [total(({ treated }) => treated.people), total(({ treated }) => treated.converted)]
  const enough =
    Math.min(
      converted,
      total(({ control }) => control.converted),
    ) >= smallestArm.converted
  const extra = estimate(total(extraConversions), total(extraVariance))
  const revenue = estimate(total(extraNet), total(extraNetVariance))
  return {
    points: divided(extra, people),
    share: enough ? divided(extra, converted) : undefined,
    relativeLift: enough && extra.high < converted ? overBaseline(extra, converted) : undefined,
    revenue: Number.isNaN(revenue.value) ? undefined : revenue,
  }
}

const empty = () => ({ people: 0, converted: 0, net: { n: 0, sum: 0, squares: 0 } })
const nobody: Arms = { treated: empty(), control: empty(), both: 0, open: 0 }

const scale = ({ treated, control }: Arms): number => treated.people / control.people
const extraConversions = (arms: Arms): number => arms.treated.converted - arms.control.converted * scale(arms)
const extraNet = (arms: Arms): number => arms.treated.net.sum - arms.control.net.sum * scale(arms)

/** Of counts: n·p·(1−p) of the treated, and of the control scaled. */
const extraVariance = (arms: Arms): number =>
  countVariance(arms.treated) + scale(arms) ** 2 * countVariance(arms.control)
const countVariance = ({ people, converted }: Arms['treated']): number => converted * (1 - converted / people)
const extraNetVariance = (arms: Arms): number =>
  sumVariance(arms.treated) + scale(arms) ** 2 * sumVariance(arms.control)
const sumVariance = ({ net: { n, sum, squares } }: Arms['treated']): number =>
  (n / (n - 1)) * Math.max(0, squares - sum ** 2 / n)

const estimate = (value: number, variance: number): Estimate => {
  const half = z95 * Math.sqrt(variance)
  return { value, low: value - half, high: value + half }
}
const divided = ({ value, low, high }: Estimate, by: number): Estimate => ({
  value: value / by,
  low: low / by,
  high: high / by,
})
/** What is extra, over what would have come anyway. */
const overBaseline = ({ value, low, high }: Estimate, converted: number): Estimate => ({
  value: value / (converted - value),
  low: low / (converted - low),
  high: high / (converted - high),
})
