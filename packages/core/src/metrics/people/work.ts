import { activityMoments } from './activity-moments.ts'
import { cohortsOf, type Cohort } from './cohorts.ts'
import type { ActivityQuestion } from './activity-filter.ts'
import { countActivity, countActivityBy, type ActivityCount } from './count-activity.ts'
import type { ActivityColumns, GiftColumns } from './columns.ts'
import { dayNumber } from './day-number.ts'
import { firstGiftCohorts, type FirstGiftCohort } from './first-gift-share.ts'
import { funnelOf, type FunnelAsked } from './funnel.ts'
import { giftMoments } from './gift-moments.ts'
import { lifetimeValues, type LifetimeValue } from './lifetime-value.ts'
import { personMoney, type MoneyColumns } from './person-money.ts'

/** What takes long, as functions that another thread runs: what they take is shared memory, what they give is small. */
export interface PeopleWork {
  funnel: { input: { activity: ActivityColumns; gifts: GiftColumns; asked: FunnelAsked }; output: number[] }
  people: {
    input: { activity: ActivityColumns; question: ActivityQuestion; by: PeopleBy | undefined }
    output: { all: ActivityCount; rows: Map<number, ActivityCount> }
  }
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

/** What people are counted by. */
export const peopleBy = ['day', 'kind', 'campaign', 'creative', 'channel', 'region'] as const
export type PeopleBy = (typeof peopleBy)[number]

/** Distinct people and their events, of all and of each. */
export function people({ activity, question, by }: PeopleWork['people']['input']): PeopleWork['people']['output'] {
  const column = by === undefined ? undefined : by === 'day' ? daysOf(activity) : activity[by]
  return {
    all: countActivity(activity, question),
    rows: column ? countActivityBy(activity, column, question) : new Map<number, ActivityCount>(),
  }
}

function daysOf({ n, days }: ActivityColumns): Int32Array {
  const numbers = new Int32Array(n)
  for (const { day, from, to } of days) numbers.fill(dayNumber(day), from, to)
  return numbers
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
