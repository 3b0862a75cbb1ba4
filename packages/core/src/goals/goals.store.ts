import { sql, type Inside } from '@throughline/db'
import { writeOwnFacts } from '../ledger/index.ts'
import { GoalText, type Goal } from './goal.ts'

const kind = 'goal'

/** Every goal as known at a batch (without one, now), those that begin last first; archived ones too. */
export async function readGoals({ db }: Pick<Inside, 'db'>, batch?: number): Promise<Goal[]> {
  const rows = await db.execute<{ id: string; version: number; value: { archivedAt?: string | null } }>(sql`
    select id, version, value from (
      select distinct on (source_key) source_key as id, version, withdrawn, value from fact
      where kind = ${kind} and source = 'throughline' ${batch === undefined ? sql`` : sql`and batch <= ${batch}::bigint`}
      order by source_key, version desc) g
    where not withdrawn order by value ->> 'from' desc, id`)
  return rows.map(({ id, version, value }) => ({
    ...GoalText.parse(value),
    ...{ goalId: id, version, archivedAt: value.archivedAt ?? null },
  }))
}

/** Says what a goal is from now on. @returns the batch, or undefined where it was so already */
export function writeGoal(
  inside: Inside,
  goalId: string,
  said: GoalText & { archivedAt: string | null },
  now: Date,
): Promise<number | undefined> {
  return writeOwnFacts(inside, [{ kind, key: goalId, value: said }], { cause: 'rule_change', now })
}
