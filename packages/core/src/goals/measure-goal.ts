import type { Day } from '@throughline/canonical'
import type { Inside } from '@throughline/db'
import { addDays, comparedRange, dayCount, type DayRange } from '../metrics/compared-range.ts'
import { plain } from '../metrics/figure.ts'
import { metricOf, type Metric } from '../metrics/index.ts'
import { answerQuestion } from '../metrics/query/answer-question.ts'
import { stores } from '../metrics/stores/index.ts'
import type { Today } from '../metrics/today.ts'
import { growthOf, type Goal } from './goal.ts'
import { linearShare, paceOf, shapedShare, type Pace } from './pace.ts'

/** Where a goal stands, from the metrics' own answers. */
export interface MeasuredGoal extends Pace {
  state: 'upcoming' | 'running' | 'over'
  value: number | null
  /** Why there is no value. */
  why: string | null
  /** What came in on each day of the season so far, added up; null where the metric does not add up. */
  path: { day: Day; value: number; expected: number | null }[] | null
  /** Whole days in a row, up to yesterday, on whose evening it stood below its pace; three at most are looked at. */
  daysBehind: number
}

/** Evenings that are looked at. */
export const eveningsLookedAt = 3

/** Measures one goal as known now. */
export async function measureGoal(inside: Inside, goal: Goal, today: Today, now: Date): Promise<MeasuredGoal> {
  const metric = metricOf(goal.metric)
  if (!metric) return nothing('unknown', goal, today)
  if (today.day < goal.from) return nothing(null, goal, today)
  const range = { from: goal.from, to: goal.to < today.day ? goal.to : today.day }
  const growth = growthOf(metric)
  const [days, gone] = [dayCount(goal), dayCount(range) - 1]
  const isOver = today.day > goal.to
  const lastYear =
    goal.pacing === 'last_year' ? await byDay(inside, metric, comparedRange(goal, 'previous_year'), now) : null
  const due = (whole: number, fraction: number): number | null =>
    goal.pacing === 'last_year'
      ? lastYear && shapedShare(lastYear, days, whole, fraction)
      : linearShare(days, whole, fraction)
  const wanted = metric.wanted === 'down' ? 'down' : 'up'
  const at = (value: number | null, whole: number, fraction: number) =>
    paceOf({ growth, wanted, target: goal.target, value, due: due(whole, fraction) })
  const total = await valueOver(inside, metric, range, now)
  const each = growth === 'adds' ? await byDay(inside, metric, range, now) : null
  const summed = each && running(each)
  const evenings = isOver ? gone + 1 : gone
  let daysBehind = 0
  for (let back = 0; back < Math.min(eveningsLookedAt, evenings); back++) {
    const whole = evenings - back
    const value = summed
      ? (summed[whole - 1] ?? 0)
      : (await valueOver(inside, metric, { from: goal.from, to: addDays(goal.from, whole - 1) }, now)).value
    if (at(value, whole, 0).onPace !== false) break
    daysBehind++
  }
  return {
    state: isOver ? 'over' : 'running',
    ...at(total.value, gone, isOver ? 1 : today.fraction),
    ...total,
    path:
      summed &&
      summed.map((value, n) => ({ day: addDays(goal.from, n), value, expected: at(value, n + 1, 0).expected })),
    daysBehind,
  }
}

function nothing(why: string | null, goal: Goal, today: Today): MeasuredGoal {
  return {
    state: today.day < goal.from ? 'upcoming' : today.day > goal.to ? 'over' : 'running',
    ...{ value: null, why, path: null, daysBehind: 0 },
    ...{ expected: null, ahead: null, reached: null, projected: null, onPace: null },
  }
}

async function valueOver(
  inside: Inside,
  { id }: Metric,
  range: DayRange,
  now: Date,
): Promise<{ value: number | null; why: string | null }> {
  const { total } = await answerQuestion(inside, { stores, readers: {}, now }, { metrics: [id], range })
  const value = total[0]?.value
  if (value === undefined) return { value: null, why: 'not_read_yet' }
  return { value: plain(value) ?? null, why: value.ok ? null : value.why }
}

/** What each day of a range brought; days without a value brought nothing that is known. */
async function byDay(inside: Inside, { id }: Metric, range: DayRange | null, now: Date): Promise<number[]> {
  if (!range) return []
  const { rows } = await answerQuestion(
    inside,
    { stores, readers: {}, now },
    { metrics: [id], range, by: 'day', limit: 1_000 },
  )
  return rows.map(({ readings }) => (readings[0] && plain(readings[0].value)) ?? 0)
}

function running(each: readonly number[]): number[] {
  let sum = 0
  return each.map((value) => (sum += value))
}
