import { activityMoments } from './activity-moments.ts'
import { cohortsOf, type Cohort } from './cohorts.ts'
import type { ActivityColumns, GiftColumns } from './columns.ts'
import { firstGiftCohorts, type FirstGiftCohort } from './first-gift-share.ts'
import { funnelOf, type FunnelAsked } from './funnel.ts'
import { giftMoments } from './gift-moments.ts'
import { lifetimeValues, type LifetimeValue } from './lifetime-value.ts'
import { personMoney, type MoneyColumns } from './person-money.ts'

/** What takes long, as functions that another thread runs: what they take is shared memory, what they give is small. */
export interface PeopleWork {
  funnel: { input: { activity: ActivityColumns; gifts: GiftColumns; asked: FunnelAsked }; output: number[] }
  cohorts: { input: CohortWork; output: { coming: Cohort[]; firstGifts: FirstGiftCohort[]; values: LifetimeValue[] } }
}

interface CohortWork {
  activity: ActivityColumns
  gifts: GiftColumns
  money: MoneyColumns
  batch: number
  roots: Uint32Array
  people: Uint8Array | undefined
  days: { from: number; to: number; through: number }
}

/** People at each step. */
export const funnel = ({ activity, gifts, asked }: PeopleWork['funnel']['input']): number[] =>
  funnelOf(activity, gifts, asked)

/** How each month's people come back, how soon those who were met gave, and what they brought. */
export function cohorts({ activity, gifts, money, days, ...of }: CohortWork): PeopleWork['cohorts']['output'] {
  const given = giftMoments(gifts, of)
  const met = activityMoments(activity, { ...of, filter: {} })
  return {
    coming: cohortsOf(given, days),
    firstGifts: firstGiftCohorts(met, given, { ...days, size: of.roots.length }),
    values: lifetimeValues(personMoney(money, of), days).cohorts,
  }
}
