import type { Rng } from '@throughline/stats'
import { dayAfter, startOfDay } from './local-time.ts'
import type { Rows, TruthPerson } from './truth.ts'

/** What everything of one tenant is made in. */
export interface Scene {
  rng: Rng
  zone: string
  currency: string
  changeDay: string
  now: number
  people: readonly TruthPerson[]
}

/** One row and what it said later, in order. */
export type Told = {
  [What in keyof Rows]: { what: What; versions: readonly Rows[What][]; withdrawn?: boolean }
}[keyof Rows]

/** Days before and after the change of the clock in which most of it happens. */
export const spanDays = 12
const dayMs = 86_400_000

/** The moments at which a day of the zone begins and ends, by the day's distance from the change. */
const edgeOf = ({ zone, changeDay }: Scene, days: number): number => startOfDay(zone, dayAfter(changeDay, days))

/** Some moment of the span: often within the day of the change, and often at the very edge of a day. */
export function someMoment(scene: Scene): number {
  const { rng } = scene
  const edges = rng.chance(0.25)
  if (edges) return edgeOf(scene, rng.below(2 * spanDays) - spanDays) + rng.pick([-1000, -1, 0, 1, 1000])
  if (rng.chance(0.3)) {
    const [from, to] = [edgeOf(scene, 0), edgeOf(scene, 1)]
    return from + rng.below(to - from)
  }
  const from = edgeOf(scene, -spanDays)
  return from + rng.below(2 * spanDays * dayMs)
}

/** Some moment of the fourteen months before. */
export const longAgo = (scene: Scene): number =>
  edgeOf(scene, -spanDays) - 1 - scene.rng.below(420) * dayMs - scene.rng.below(dayMs)

/** Some day of the span. */
export const someDay = ({ rng, changeDay }: Scene): string => dayAfter(changeDay, rng.below(2 * spanDays) - spanDays)

/** A UUID that the dice decide. */
export function diceId(rng: Rng): string {
  const hex = Array.from({ length: 4 }, () => rng.uint32().toString(16).padStart(8, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`
}

const letters = 'bcdfghjklmnprst'
/** A tracking code like no other. */
export const someCode = (rng: Rng): string =>
  Array.from({ length: 9 }, () => letters[rng.below(letters.length)]).join('')
