import { randomUUID } from 'node:crypto'
import type { AlertFaults, FaultPlace } from '../../notify/testing/index.ts'
import { writeGoal } from '../goals.store.ts'

const goalId = randomUUID()
const say = (place: FaultPlace, archivedAt: string | null) =>
  place.inside((it) => {
    const day = (days: number) => new Date(place.now().getTime() + days * 86_400_000).toISOString().slice(0, 10)
    const goal = { name: 'Year end', metric: 'raised_gross', target: 1_000_000, pacing: 'linear' as const, archivedAt }
    return writeGoal(it, goalId, { ...goal, from: day(-10), to: day(20) }, place.now())
  })

export const goalFaults: AlertFaults = {
  'goal-behind': {
    async inject(place) {
      const batch = await say(place, null)
      const day = new Date(place.now().getTime() - 9 * 86_400_000).toISOString().slice(0, 10)
      await place.sql`insert into money_movement (tenant_id, day, batch, kind, currency, hour, cause, recorded_day, recurring, minor, n)
        values (${place.tenantId}, ${day}, ${batch ?? 1}, 'gross', 'USD', 12, 'new', ${day}, false, 2500, 1)`
    },
    // Somebody put the goal away.
    async mend(place) {
      await say(place, place.now().toISOString())
    },
  },
}
