import { Day, Invalid, type Instant } from '@throughline/canonical'
import { z } from 'zod'
import { dayCount } from '../metrics/compared-range.ts'
import { metricOf, type Metric } from '../metrics/index.ts'
import type { Growth } from './pace.ts'

/** How a target is spread over its season: evenly, or as last year's season came in. */
const pacings = ['linear', 'last_year'] as const

/** A goal as it is said. */
export const GoalText = z.object({
  name: z.string().trim().min(1).max(80),
  metric: z.string().max(60),
  from: Day,
  to: Day,
  /** In the metric's own unit: minor units of the tenant's currency, a count, a fraction. */
  target: z.number(),
  pacing: z.enum(pacings),
})
export type GoalText = z.infer<typeof GoalText>

export interface Goal extends GoalText {
  goalId: string
  version: number
  archivedAt: Instant | null
}

/** Longest season, in days. */
const longest = 731

/** @throws Invalid in a sentence that says what would work */
export function readGoal(sent: unknown): GoalText {
  const parsed = GoalText.safeParse(sent)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const field = String(issue?.path[0] ?? 'name')
    throw new Invalid(said[field] ?? 'A goal has a name, a metric, a first and a last day, and a target.', field)
  }
  const goal = parsed.data
  const metric = metricOf(goal.metric)
  if (!metric)
    throw new Invalid(
      'There is no such metric. The dictionary lists all of them by their ids, such as raised_net or donors.',
      'metric',
    )
  if (metric.worked.by === 'nothing')
    throw new Invalid(
      `Nothing answers “${metric.title.fundraising}” yet. Choose another metric for the goal.`,
      'metric',
    )
  if (metric.wanted === 'neither')
    throw new Invalid(
      `More of “${metric.title.fundraising}” is neither good nor bad. Choose a metric that has a direction.`,
      'metric',
    )
  if (goal.to < goal.from)
    throw new Invalid('The season ends before it begins. Choose a last day after the first.', 'to')
  if (dayCount(goal) > longest)
    throw new Invalid('A season is at most two years long. Choose a later first day.', 'from')
  judgeTarget(goal.target, metric)
  if (goal.pacing === 'last_year' && growthOf(metric) !== 'adds')
    throw new Invalid(
      `“${metric.title.fundraising}” does not add up day by day, so last year has no shape for it. Choose the even pace.`,
      'pacing',
    )
  return goal
}

const said: Readonly<Record<string, string>> = {
  name: 'A name has 1 to 80 characters.',
  from: 'The first day is a date such as 2026-11-01.',
  to: 'The last day is a date such as 2026-12-31.',
  target: 'The target is a number.',
  pacing: 'A pace is linear, or last_year.',
}

function judgeTarget(target: number, { unit, wanted, title }: Metric): void {
  const no = (say: string) => new Invalid(say, 'target')
  if (!Number.isFinite(target) || target < 0 || (target === 0 && wanted === 'up')) throw no('A target is more than 0.')
  if (unit === 'share' && target > 1)
    throw no(`“${title.fundraising}” is a share between 0 and 1: write 0.35 for 35 %.`)
  if ((unit === 'count' || unit === 'money') && !Number.isSafeInteger(target))
    throw no(
      unit === 'money'
        ? 'A target in money is whole minor units: write 2500 for 25.00.'
        : 'A target that is counted is a whole number.',
    )
}

/** How the metric comes to its target. */
export function growthOf({ worked, unit }: Metric): Growth {
  if (worked.by !== 'measures' || worked.denominator.length > 0 || (unit !== 'money' && unit !== 'count'))
    return 'level'
  return worked.numerator.some(({ measure }) => measure === 'donors') ? 'rises' : 'adds'
}
