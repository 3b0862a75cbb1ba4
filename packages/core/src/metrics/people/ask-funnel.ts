import { Invalid, type Instant } from '@throughline/canonical'
import type { Inside } from '@throughline/db'
import { wilson } from '@throughline/stats'
import { zoneAt } from '../../ledger/index.ts'
import type { Threads } from '../../threads/index.ts'
import { asKnown } from '../as-known.ts'
import { addDays, checkRange, type DayRange } from '../compared-range.ts'
import { none, number, type NumberFigure } from '../figure.ts'
import type { Interval } from '../registry/metric.ts'
import { secondOf } from '../today.ts'
import { columnsOf } from './activity-filter.ts'
import type { DonorType } from './donor-type.ts'
import { peopleFrame } from './frame.store.ts'
import type { FunnelStep } from './funnel.ts'
import { numbersOf, type NamedEvents } from './numbers-of.store.ts'
import { workOut } from './people-threads.ts'
import { readActivity, readGifts, type ExtraColumn } from './read-columns.store.ts'
import { peopleAsked } from './people-asked.ts'

/** Steps in their order: what happened, or a gift. */
export type NamedStep = ({ of: 'activity' } & NamedEvents) | { of: 'gift' }
export interface FunnelInput {
  range: DayRange
  /** 2 to 8. */
  steps: readonly NamedStep[]
  /** Days from the first step to the last, 1 to 90; 30 where unsaid. */
  windowDays?: number | undefined
  segment?: string | undefined
  donorType?: DonorType | undefined
  batch?: number | undefined
}

export interface FunnelAnswer {
  batch: number
  recordedAt: Instant | null
  range: DayRange
  windowDays: number
  /** Whose first step was so late that their window is not over: what they do yet will count. */
  openSince: string | null
  steps: {
    people: number
    /** Of the people at the step before; of those at the first step. */
    stepRate: NumberFigure
    stepInterval: Interval | null
    overallRate: NumberFigure
  }[]
}

const limits = { steps: [2, 8], days: [1, 90] } as const
const usualDays = 30

/**
 * A funnel of distinct people: in order, all within a window from the first step, which lies on the days that are asked for.
 * @param inTenant enters the tenant for a reading; what takes long is done outside
 * @throws Invalid in a sentence that says what would work
 */
export async function askFunnel(
  inTenant: <T>(fn: (inside: Inside) => Promise<T>) => Promise<T>,
  { threads, now }: { threads: Pick<Threads, 'run'> | undefined; now: Date },
  input: FunnelInput,
): Promise<FunnelAnswer> {
  const { range, windowDays = usualDays } = input
  checkFunnel(input, windowDays)
  const { moment, activity, gifts, asked } = await inTenant((inside) => readFunnel(inside, input, windowDays, now))
  const reached = await workOut(threads, 'funnel', { activity, gifts, asked }, activity.n + gifts.n)
  const openFrom = addDays(moment.today, -windowDays)
  return {
    batch: moment.batch,
    recordedAt: moment.recordedAt,
    range,
    windowDays,
    openSince: openFrom <= range.to ? (openFrom > range.from ? openFrom : range.from) : null,
    steps: reached.map((people, at) => ({
      people,
      stepRate: rate(people, reached[at - 1]),
      stepInterval: between(people, reached[at - 1]),
      overallRate: rate(people, reached[0]),
    })),
  }
}

async function readFunnel(inside: Inside, input: FunnelInput, windowDays: number, now: Date) {
  const { range, segment, donorType } = input
  const { batch, recordedAt } = await asKnown(inside, input.batch)
  const timeZone = await zoneAt(inside, batch)
  const frame = await peopleFrame(inside, { batch, timeZone, now })
  const steps: FunnelStep[] = []
  for (const [at, step] of input.steps.entries()) {
    if (step.of === 'gift') steps.push(step)
    else steps.push({ of: 'activity', filter: await numbersOf(inside, step, `steps.${at}`) })
  }
  const extra = new Set<ExtraColumn>([
    'sec',
    ...steps.flatMap((step) => (step.of === 'gift' ? [] : columnsOf(step.filter))),
  ])
  const to = addDays(range.to, windowDays + 1)
  const activity = await readActivity(inside, { from: range.from, to, batch }, [...extra])
  const gifts = await readGifts(inside, { from: donorType ? undefined : range.from, to, batch })
  const people = await peopleAsked(inside, { range, segment, donorType, batch, roots: frame.roots, gifts })
  return {
    moment: { batch, recordedAt, today: addDays(frame.lastDay, 1) },
    activity,
    gifts,
    asked: {
      ...{ steps, batch, roots: frame.roots, people, window: windowDays * 86_400 },
      from: secondOf(range.from, 0, timeZone),
      to: secondOf(addDays(range.to, 1), 0, timeZone),
    },
  }
}

function checkFunnel({ range, steps }: FunnelInput, windowDays: number): void {
  checkRange(range)
  const [fewest, most] = limits.steps
  if (steps.length < fewest || steps.length > most)
    throw new Invalid(`A funnel has ${fewest} to ${most} steps.`, 'steps')
  const [shortest, longest] = limits.days
  if (!Number.isInteger(windowDays) || windowDays < shortest || windowDays > longest)
    throw new Invalid(`From the first step to the last ${shortest} to ${longest} days.`, 'windowDays')
}

const rate = (people: number, of: number | undefined): NumberFigure =>
  of === undefined ? number(1) : of === 0 ? none('no_units') : number(people / of)
const between = (people: number, of: number | undefined): Interval | null =>
  of === undefined || of === 0 ? null : { ...wilson({ hits: people, of }), level: 0.95 }
