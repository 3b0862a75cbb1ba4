import { addDays, daysInRange, isRealDay, presetRange, todayIn, type Range } from '@throughline/ui/days'

export const comparisons = ['previous_period', 'previous_year', 'none'] as const
type Comparison = (typeof comparisons)[number]

/** The days of a page, as its address says them and as they are shown. */
export interface ShownRange extends Range {
  vs: Comparison
  today: string
}

/** No page asks for more than this many days at once. */
const longest = 1100

/**
 * The days and comparison of an address, in the tenant's zone. What makes no sense (days that do not exist, the wrong way
 * round, in the future) becomes what was most likely meant; without days, the last thirty.
 */
export function readRange(search: { get: (name: string) => string | null }, timeZone: string, now: Date): ShownRange {
  const today = todayIn(timeZone, now)
  const vs = comparisons.find((each) => each === search.get('vs')) ?? 'previous_period'
  const [one, two] = [search.get('from'), search.get('to')]
  if (!one || !two || !isRealDay(one) || !isRealDay(two)) return { ...presetRange('30d', today), vs, today }
  const [early, late] = one <= two ? [one, two] : [two, one]
  const to = late > today ? today : late
  const from = early > to ? to : early
  return { from: daysInRange(from, to) > longest ? addDays(to, 1 - longest) : from, to, vs, today }
}

/** The days a range is compared with, as the page names them before the figures say so. */
export function comparedRange({ from, to, vs }: ShownRange): Range | undefined {
  if (vs === 'none') return undefined
  const span = daysInRange(from, to)
  if (vs === 'previous_period') return { from: addDays(from, -span), to: addDays(from, -1) }
  const yearBefore = (day: string) => {
    const moved = `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`
    return isRealDay(moved) ? moved : `${moved.slice(0, 8)}28`
  }
  return { from: yearBefore(from), to: yearBefore(to) }
}
