import type { Estimate } from '@throughline/stats'
import { number } from '../../figure.ts'
import type { MetricReader, Readout, Worth } from '../../registry/metric.ts'
import { stores } from '../../stores/index.ts'
import { activityKinds } from '../../../events/index.ts'
import { armsOf, armTags, type Arms } from '../arms.ts'
import { incrementalityOverall } from '../incrementality-overall.ts'
import { largeEnough, smallestArm, type Incrementality } from '../incrementality.ts'
import { momentsOf } from '../moments.ts'
import { personMoney } from '../person-money.ts'
import { parted } from '../parted.ts'
import { seenOf } from '../seen.ts'
import { moneyOnce, type Asked } from './giving.store.ts'
import { readSeen } from './seen.store.ts'
import { between, moneyWorth, noWorth } from './worths.ts'

/** Everybody is watched for so long after they were first treated or held out. */
export const holdoutWindowDays = 28

/** The arms of each campaign that held anybody out, by its key. */
async function armsByCampaign(inside: Parameters<MetricReader>[0], asked: Asked): Promise<Map<string, Arms>> {
  const read = await readSeen(inside, asked, {
    counts: (kind) => kind === activityKinds.delivered || kind === activityKinds.held_out,
    touches: false,
    gifts: false,
    tagOf: (kind) => (kind === activityKinds.held_out ? armTags.control : armTags.treated),
  })
  const { roots, until } = read.frame
  const passing = seenOf(read.seen, { passes: (place) => read.places.passes(place, asked.filter), people: undefined })
  const keys = passing.places.map((place) => read.places.keyOf(place, 'campaign'))
  const heldOut = new Set<string>()
  for (let i = 0; i < passing.all.n; i++) {
    const key = keys[passing.place[i]!]
    if (passing.all.tag[i] === armTags.control && key !== null && key !== undefined) heldOut.add(key)
  }
  if (heldOut.size === 0) return new Map()
  const money = personMoney(await moneyOnce(inside, asked), { roots })
  const parts = parted(passing, keys)
  return new Map(
    [...heldOut].map((key) => {
      const assigned = momentsOf(parts.get(key)!.all, roots.length)
      return [key, armsOf(assigned, money, { window: holdoutWindowDays * 86_400, until })] as const
    }),
  )
}

/** One quantity of holdouts, of all campaigns together and of each. */
const heldOutReader =
  (worth: (arms: readonly Arms[], cost: number, currency: string) => Worth, costs = false): MetricReader =>
  async (inside, asked): Promise<Readout> => {
    const arms = await armsByCampaign(inside, asked)
    const costOf = costs && arms.size > 0 ? await costsOf(inside, asked, [...arms.keys()]) : new Map<string, number>()
    const total = [...costOf.values()].reduce((sum, cost) => sum + cost, 0)
    return {
      total: worth([...arms.values()], total, asked.currency),
      rows:
        asked.by === 'campaign'
          ? [...arms].map(([key, of]) => ({ key, worth: worth([of], costOf.get(key) ?? 0, asked.currency) }))
          : [],
    }
  }

async function costsOf(
  inside: Parameters<MetricReader>[0],
  asked: Asked,
  campaigns: readonly string[],
): Promise<Map<string, number>> {
  const cells = await stores.delivery.read(inside, {
    ...asked,
    by: 'campaign',
    filter: { campaign: campaigns },
    measures: ['spend'],
  })
  const costs = new Map<string, number>()
  for (const { row, currency, value } of cells)
    if (row !== null) costs.set(row, (costs.get(row) ?? 0) + (currency === asked.currency ? value : NaN))
  return costs
}

/** What stands behind a quantity: both arms, and how large each would have to be. */
function partsOf(all: readonly Arms[]): Record<string, number> {
  const sum = (of: (arms: Arms) => number) => all.reduce((total, arms) => total + of(arms), 0)
  return {
    treated: sum(({ treated }) => treated.people),
    treated_gave: sum(({ treated }) => treated.converted),
    held_out: sum(({ control }) => control.people),
    held_out_gave: sum(({ control }) => control.converted),
    in_both: sum(({ both }) => both),
    still_open: sum(({ open }) => open),
    smallest_arm: smallestArm.people,
    fewest_gave: smallestArm.converted,
  }
}
const unitsOf = (all: readonly Arms[]): number =>
  all.filter(largeEnough).reduce((sum, { control }) => sum + control.people, 0)

const fraction = (of: (found: Incrementality) => Estimate | undefined): MetricReader =>
  heldOutReader((all) => {
    const [found, parts] = [of(incrementalityOverall(all)), partsOf(all)]
    if (found === undefined) return noWorth('no_units', { units: unitsOf(all), parts })
    return {
      ...noWorth('no_units'),
      value: number(found.value),
      interval: between(found.low, found.high),
      units: unitsOf(all),
      parts,
    }
  })

/** Of the conversions of those who were treated, the share that would not have come without. */
export const incrementalShareReader = fraction(({ share }) => share)
export const relativeLiftReader = fraction(({ relativeLift }) => relativeLift)
export const liftPointsReader = fraction(({ points }) => points)

/** Net that would not have come without the campaigns, by what each arm brought, less what they cost. */
export const netIncrementalReader = heldOutReader((all, cost, currency) => {
  const parts = partsOf(all)
  if (Number.isNaN(cost) || all.some(({ treated, control }) => Number.isNaN(treated.net.sum + control.net.sum)))
    return noWorth('rate_missing', { parts })
  const { revenue } = incrementalityOverall(all)
  if (revenue === undefined) return noWorth('no_units', { units: unitsOf(all), parts })
  return moneyWorth(revenue.value - cost, currency, {
    numerator: { unit: 'money', value: revenue.value },
    interval: between(revenue.low - cost, revenue.high - cost),
    units: unitsOf(all),
    parts: { ...parts, cost },
  })
}, true)
