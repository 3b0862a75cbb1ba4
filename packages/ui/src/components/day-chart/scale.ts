/** A step people count in (1, 2, 2.5 or 5 times a power of ten) of which about `count` reach up to `top`. */
export function niceStep(top: number, count = 3): number {
  if (!(top > 0)) return 1
  const raw = top / count
  const power = 10 ** Math.floor(Math.log10(raw))
  const factor = [1, 2, 2.5, 5, 10].find((each) => raw <= each * power * 1.0001) ?? 10
  return Math.max(1, factor * power)
}

/**
 * The axis of values: it ends on whole steps, starts at zero unless something is below it, and names at most a handful of
 * lines, never zero. A little below zero (a day of refunds) gets the little room it needs, not a whole step.
 */
export function valueAxis(values: number[]): { min: number; max: number; ticks: number[] } {
  const top = Math.max(0, ...values)
  const bottom = Math.min(0, ...values)
  const step = niceStep(Math.max(top, -bottom))
  const max = Math.max(step, Math.ceil(top / step) * step)
  const min = -bottom < step / 2 ? bottom * 1.2 || 0 : Math.floor(bottom / step) * step
  const ticks: number[] = []
  for (let tick = Math.ceil(min / step) * step; tick <= max + step / 2; tick += step)
    if (Math.abs(tick) > step / 2) ticks.push(tick)
  return { min, max, ticks }
}

/** Which of `count` days are named under the axis: the first, the last, and at most four between, evenly. */
export function namedDays(count: number): number[] {
  if (count <= 7) return Array.from({ length: count }, (_, index) => index)
  const step = Math.ceil((count - 1) / 5)
  const named: number[] = []
  for (let index = 0; index < count - step * 0.6; index += step) named.push(index)
  named.push(count - 1)
  return named
}
