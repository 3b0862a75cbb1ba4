import { Invalid, NotFound } from '@throughline/canonical'
import type { Actor, Inside } from '@throughline/db'
import { zoneAt } from '../ledger/index.ts'
import { metricOf, metrics } from '../metrics/index.ts'
import { tenantFrame } from '../metrics/tenant.store.ts'
import { todayIn } from '../metrics/today.ts'
import { requireMay } from '../tenants/index.ts'
import { growthOf, readGoal, type Goal } from './goal.ts'
import type { GoalList, Goals, GoalsDeps } from './goals.ts'
import { readGoals, writeGoal } from './goals.store.ts'
import { measureGoal } from './measure-goal.ts'
import { tenantVertical } from './vertical.store.ts'

/** Goals in force at once: each is measured whenever the page is opened. */
const mostGoals = 30

export function createGoals({ door, notifier, now, newId }: GoalsDeps): Goals {
  const writing = async <T>(
    actor: Actor,
    tenantId: string,
    fn: (inside: Inside, goals: readonly Goal[]) => Promise<{ batch: number | undefined; answer: T }>,
  ): Promise<T> => {
    const { batch, answer } = await door.withTenant(actor, tenantId, async (inside) => {
      requireMay(inside.role, 'goals.write')
      return fn(inside, await readGoals(inside))
    })
    if (batch !== undefined) notifier.tell({ tenantId, kind: 'batch', batch })
    return answer
  }
  return {
    list: (actor, tenantId) =>
      door.withTenant(actor, tenantId, async (inside) => {
        requireMay(inside.role, 'goals.read')
        return listGoals(inside, now())
      }),
    save: (actor, tenantId, { goalId: asked, goal: sent }) =>
      writing(actor, tenantId, async (inside, goals) => {
        const before = asked === undefined ? undefined : known(goals, asked)
        const said = readGoal(sent)
        if (!before && goals.filter(({ archivedAt }) => archivedAt === null).length >= mostGoals)
          throw new Invalid(`At most ${mostGoals} goals at once. Archive one that is over.`, 'name')
        const goalId = before?.goalId ?? newId()
        return { batch: await writeGoal(inside, goalId, { ...said, archivedAt: null }, now()), answer: { goalId } }
      }),
    archive: (actor, tenantId, { goalId, archived }) =>
      writing(actor, tenantId, async (inside, goals) => {
        const { name, metric, from, to, target, pacing } = known(goals, goalId)
        const archivedAt = archived ? now().toISOString() : null
        const batch = await writeGoal(inside, goalId, { name, metric, from, to, target, pacing, archivedAt }, now())
        return { batch, answer: undefined }
      }),
  }
}

async function listGoals(inside: Inside, now: Date): Promise<GoalList> {
  const [{ currency }, zone, vertical] = [await tenantFrame(inside), await zoneAt(inside), await tenantVertical(inside)]
  const today = todayIn(zone, now)
  const goals: GoalList['goals'] = []
  for (const goal of await readGoals(inside)) {
    const metric = metricOf(goal.metric)
    if (!metric) continue
    goals.push({
      ...goal,
      ...(await measureGoal(inside, goal, today, now)),
      ...{ title: metric.title[vertical], unit: metric.unit, wanted: metric.wanted === 'down' ? 'down' : 'up' },
      growth: growthOf(metric),
    })
  }
  return {
    goals,
    currency,
    today: today.day,
    metrics: metrics
      .filter(({ worked, wanted }) => worked.by !== 'nothing' && wanted !== 'neither')
      .map((metric) => ({ id: metric.id, title: metric.title[vertical], unit: metric.unit, growth: growthOf(metric) })),
  }
}

function known(goals: readonly Goal[], goalId: string): Goal {
  const goal = goals.find((each) => each.goalId === goalId)
  if (!goal) throw new NotFound('No such goal.')
  return goal
}
