import type { Actor, Door } from '@throughline/db'
import type { Notifier } from '../notify/index.ts'
import type { Unit } from '../metrics/index.ts'
import type { Goal } from './goal.ts'
import type { MeasuredGoal } from './measure-goal.ts'
import type { Growth } from './pace.ts'

export interface GoalsDeps {
  door: Pick<Door, 'withTenant'>
  notifier: Pick<Notifier, 'tell'>
  now: () => Date
  newId: () => string
}

export interface GoalRow extends Goal, MeasuredGoal {
  title: string
  unit: Unit
  wanted: 'up' | 'down'
  growth: Growth
}

export interface GoalList {
  goals: GoalRow[]
  currency: string
  today: string
  /** Metrics that a goal can be set for. */
  metrics: { id: string; title: string; unit: Unit; growth: Growth }[]
}

/** What a tenant wants to come to, and how far it is. Every method asks the actor's role; another tenant is NotFound. */
export interface Goals {
  list(actor: Actor, tenantId: string): Promise<GoalList>
  /** A new one where no id is given. @throws Invalid in a sentence that says what would work, NotFound */
  save(
    actor: Actor,
    tenantId: string,
    said: { goalId?: string | undefined; goal: unknown },
  ): Promise<{ goalId: string }>
  /** Out of sight, kept, and back again. @throws NotFound */
  archive(actor: Actor, tenantId: string, said: { goalId: string; archived: boolean }): Promise<void>
}
