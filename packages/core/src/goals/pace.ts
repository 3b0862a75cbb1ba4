/**
 * How a metric comes to its target: `adds` up day by day (money, gifts); `rises` without adding (different people); or is a `level`
 * that each day's figures may move either way (an average, a share).
 */
export type Growth = 'adds' | 'rises' | 'level'

export interface PaceInput {
  growth: Growth
  /** What is wanted: more of it, or less. */
  wanted: 'up' | 'down'
  target: number
  /** From the first day of the season; null: no value. */
  value: number | null
  /** The share of the season's result that is expected by now, 0–1; null where nothing says. */
  due: number | null
}

/** Where a goal stands. Numbers are in the metric's own unit. */
export interface Pace {
  /** What there should be by now; null where nothing says. */
  expected: number | null
  /** value − expected. */
  ahead: number | null
  /** The share of the target that is there. */
  reached: number | null
  /** What the season comes to if it goes on as it went so far; null where that cannot be said. */
  projected: number | null
  /** Whether it stands where it should; null where that cannot be said. */
  onPace: boolean | null
}

/**
 * Pace to date. What adds up is expected by the share of the season that is gone, and comes to value ÷ that share at the end if it
 * goes on so; what rises is expected likewise and says nothing of its end, since those who come later are partly the same people; a
 * level should be there already, and its best guess for the end is what it is.
 */
export function paceOf({ growth, wanted, target, value, due }: PaceInput): Pace {
  const expected = growth === 'level' ? target : due === null ? null : target * due
  const projected =
    value === null || growth === 'rises' || (growth === 'adds' && (due === null || due <= 0))
      ? null
      : growth === 'level'
        ? value
        : value / due!
  const ahead = value === null || expected === null ? null : value - expected
  return {
    expected,
    ahead,
    reached: value === null || target === 0 ? null : value / target,
    projected,
    onPace: ahead === null ? null : wanted === 'up' ? ahead >= 0 : ahead <= 0,
  }
}

/** The share of a season that is gone, by days and the part of the present one. */
export function linearShare(days: number, daysGone: number, fraction: number): number {
  return Math.min(1, Math.max(0, (daysGone + fraction) / days))
}

/**
 * The share of last year's season that had come in by the same point: days are matched by their place in the season. Null where last
 * year came to nothing, or to less than nothing: there is no shape to follow.
 */
export function shapedShare(
  lastYear: readonly number[],
  days: number,
  daysGone: number,
  fraction: number,
): number | null {
  const total = lastYear.reduce((sum, each) => sum + each, 0)
  if (total <= 0) return null
  // A season with a 29th of February has one day more, or less, than its like.
  const at = ((daysGone + fraction) / days) * lastYear.length
  const whole = Math.min(lastYear.length, Math.floor(at))
  const before = lastYear.slice(0, whole).reduce((sum, each) => sum + each, 0)
  return Math.min(1, Math.max(0, (before + (at - whole) * (lastYear[whole] ?? 0)) / total))
}
