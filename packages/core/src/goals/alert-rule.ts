import { zoneAt } from '../ledger/index.ts'
import { todayIn } from '../metrics/today.ts'
import type { AlertRule } from '../notify/index.ts'
import { readGoals } from './goals.store.ts'
import { eveningsLookedAt, measureGoal } from './measure-goal.ts'

/** Three evenings in a row below what the target asks for by then. */
const goalBehind: AlertRule = {
  id: 'goal-behind',
  title: 'A goal is behind its pace',
  severity: 'warning',
  runbook: 'docs/runbooks/goal-behind.md',
  sentence: ({ name, days, share }) =>
    `“${name}” has stood below its pace for ${days} days: it has ${share} % of what it should have by now.`,
  forClient: {
    title: 'A goal is behind its pace',
    sentence: ({ days }) => `One of your goals has stood below its pace for ${days} days.`,
  },
  calmMinutes: 0,
  reopenMinutes: 24 * 60,
  everyMinutes: 60,
  async check(inside, now) {
    const today = todayIn(await zoneAt(inside), now)
    const findings = []
    for (const goal of await readGoals(inside)) {
      if (goal.archivedAt !== null || today.day < goal.from || today.day > goal.to) continue
      const { daysBehind, value, expected } = await measureGoal(inside, goal, today, now)
      if (daysBehind < eveningsLookedAt || value === null || !expected) continue
      findings.push({
        subject: `goal:${goal.goalId}`,
        say: { name: goal.name, days: daysBehind, share: Math.round((value / expected) * 100) },
        link: '/goals',
      })
    }
    return findings
  },
}

/** What can be wrong with goals. */
export const goalAlerts: readonly AlertRule[] = [goalBehind]
