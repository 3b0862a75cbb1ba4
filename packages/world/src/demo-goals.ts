import type { Millis } from './line-item.ts'
import type { ClientWorld } from './world.ts'
import { zoneClock } from './zone-clock.ts'

/** What a client wants to come to in a season. */
export interface DemoGoal {
  name: string
  metric: 'raised_gross' | 'new_donors'
  from: string
  to: string
  /** Cents, or people. */
  target: number
  pacing: 'linear'
}

const dayMs = 86_400_000
const lookBack = 60

/**
 * Goals of a client whose season began with last month and ends with the next one: what the last 60 days brought would, carried on,
 * reach the one in money barely and the one in people not.
 */
export function demoGoals({ client, totals }: Pick<ClientWorld, 'client' | 'totals'>, end: Millis): DemoGoal[] {
  const clock = zoneClock(client.timeZone)
  const today = clock.day(end)
  const [from, to] = [monthStart(today, -1), dayBefore(monthStart(today, 2))]
  const days = (Date.parse(to) - Date.parse(from)) / dayMs + 1
  const since = clock.day(end - lookBack * dayMs)
  let [gross, newDonors] = [0, 0]
  for (const [day, of] of totals(end)) {
    if (day < since) continue
    gross += of.gross
    newDonors += of.newDonors
  }
  const carried = days / lookBack
  const season = { from, to, pacing: 'linear' as const }
  return [
    { name: 'Raised this season', metric: 'raised_gross', target: roundUp(gross * carried * 0.95, 100_000), ...season },
    { name: 'New donors this season', metric: 'new_donors', target: roundUp(newDonors * carried * 1.3, 10), ...season },
  ]
}

const roundUp = (value: number, to: number): number => Math.max(to, Math.ceil(value / to) * to)

function monthStart(day: string, months: number): string {
  const [year, month] = [Number(day.slice(0, 4)), Number(day.slice(5, 7))]
  return new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 10)
}

const dayBefore = (day: string): string => new Date(Date.parse(day) - dayMs).toISOString().slice(0, 10)
