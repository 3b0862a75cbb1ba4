import { isGift } from '../../ledger/index.ts'
import { countsAt, type ActivityFilter } from './activity-filter.ts'
import type { ActivityColumns, DayPiece, GiftColumns } from './columns.ts'

/** One step: events that a filter lets through, or a gift. */
export type FunnelStep = { of: 'activity'; filter: ActivityFilter } | { of: 'gift' }

export interface FunnelAsked {
  /** 2 to 8, in order. */
  steps: readonly FunnelStep[]
  /** The first step lies in seconds [from, to); the others within `window` seconds of it. */
  from: number
  to: number
  window: number
  batch: number
  roots: Uint32Array
  people?: Uint8Array | undefined
}

/** What a day's events are to the funnel: which steps each could be. */
interface Found {
  n: number
  sec: Uint32Array
  root: Uint32Array
  steps: Uint8Array
  sign: Int8Array
}

/**
 * How many distinct people came to each step, in order, the last within the window of the first: one walk through the days. Of each
 * person and step only the latest beginning that leads there is kept, since an earlier one can do nothing that it cannot. One event is
 * one step. Events of one second count in the order of the steps, so that the order of arrival is nothing to it.
 * @param activity and gifts with seconds, from the first day of the range to the last day of the last window
 */
export function funnelOf(activity: ActivityColumns, gifts: GiftColumns, asked: FunnelAsked): number[] {
  const { steps, roots, from, to, window } = asked
  const began = steps.map(() => new Uint32Array(roots.length))
  const reached = steps.map(() => 0)
  const findActivity = activitySteps(activity, asked)
  const findGift = giftSteps(gifts, asked)
  const found = paper(longestDay(activity.days, gifts.days))
  let [a, g] = [0, 0]
  while (a < activity.days.length || g < gifts.days.length) {
    const day = [activity.days[a]?.day, gifts.days[g]?.day].reduce((first, each) =>
      first === undefined || (each !== undefined && each < first) ? each : first,
    )
    found.n = 0
    for (; activity.days[a]?.day === day; a++) findActivity(activity.days[a]!, found)
    for (; gifts.days[g]?.day === day; g++) findGift(gifts.days[g]!, found)
    walk(found, (root, sec, could, times) => {
      for (let turn = Math.min(times, steps.length); turn > 0; turn--)
        for (let step = steps.length - 1; step >= 0; step--) {
          if (!(could & (1 << step))) continue
          const start = step === 0 ? (sec >= from && sec < to ? sec : 0) : began[step - 1]![root]!
          if (start === 0 || sec - start > window) continue
          if (began[step]![root] === 0) reached[step]!++
          if (start > began[step]![root]!) began[step]![root] = start
        }
    })
  }
  return reached
}

const paper = (n: number): Found => ({
  n: 0,
  sec: new Uint32Array(n),
  root: new Uint32Array(n),
  steps: new Uint8Array(n),
  sign: new Int8Array(n),
})

function activitySteps(columns: ActivityColumns, { steps, batch, roots, people }: FunnelAsked) {
  const tests = steps.map((step) => (step.of === 'activity' ? countsAt(columns, step.filter, batch) : () => false))
  return ({ from, to }: DayPiece, found: Found): void => {
    for (let i = from; i < to; i++) {
      let could = 0
      for (let step = 0; step < tests.length; step++) if (tests[step]!(i)) could |= 1 << step
      if (could === 0) continue
      const root = roots[columns.contact[i]!]!
      if (people === undefined || people[root] === 1) put(found, columns.sec![i]!, root, could, columns.sign[i]!)
    }
  }
}

function giftSteps(columns: GiftColumns, { steps, batch, roots, people }: FunnelAsked) {
  const could = steps.reduce((mask, step, at) => (step.of === 'gift' ? mask | (1 << at) : mask), 0)
  return ({ from, to }: DayPiece, found: Found): void => {
    for (let i = from; could !== 0 && i < to; i++) {
      if (columns.contact[i] === 0 || !isGift(columns.kind[i])) continue
      if (columns.recorded !== null && columns.recorded[i]! > batch) continue
      const root = roots[columns.contact[i]!]!
      if (people === undefined || people[root] === 1) put(found, columns.sec![i]!, root, could, columns.sign[i]!)
    }
  }
}

function put(found: Found, sec: number, root: number, steps: number, sign: number): void {
  const at = found.n++
  found.sec[at] = sec
  found.root[at] = root
  found.steps[at] = steps
  found.sign[at] = sign === 1 ? 1 : -1
}

/** Every effective event in order of time, and of one second in the order of steps; `times` it happened just so. */
function walk(
  { n, sec, root, steps, sign }: Found,
  met: (root: number, sec: number, steps: number, times: number) => void,
): void {
  const order = inOrderOfTime(sec, n)
  for (let at = 0; at < n;) {
    let end = at + 1
    while (end < n && sec[order[end]!] === sec[order[at]!]) end++
    const same = order.subarray(at, end)
    if (same.length > 1)
      same.sort((a, b) => firstOf(steps[a]!) - firstOf(steps[b]!) || steps[a]! - steps[b]! || root[a]! - root[b]!)
    for (let i = 0; i < same.length;) {
      const first = same[i]!
      let times = 0
      for (; i < same.length && root[same[i]!] === root[first] && steps[same[i]!] === steps[first]; i++)
        times += sign[same[i]!]!
      if (times > 0) met(root[first]!, sec[first]!, steps[first]!, times)
    }
    at = end
  }
}

/** The first step that an event could be. */
const firstOf = (steps: number): number => steps & -steps

/** A merged day is in order already; pieces are sorted by time and place in one number. */
function inOrderOfTime(sec: Uint32Array, n: number): Uint32Array {
  let sorted = true
  for (let i = 1; sorted && i < n; i++) sorted = sec[i]! >= sec[i - 1]!
  if (sorted) return Uint32Array.from({ length: n }, (_, i) => i)
  const keys = new Float64Array(n)
  for (let i = 0; i < n; i++) keys[i] = sec[i]! * 2 ** 20 + i
  if (n <= 2 ** 20) return Uint32Array.from(keys.sort(), (key) => key % 2 ** 20)
  return Uint32Array.from({ length: n }, (_, i) => i).sort((a, b) => sec[a]! - sec[b]! || a - b)
}

function longestDay(...all: readonly (readonly DayPiece[])[]): number {
  const lengths = new Map<string, number>()
  for (const { day, from, to } of all.flat()) lengths.set(day, (lengths.get(day) ?? 0) + to - from)
  return Math.max(0, ...lengths.values())
}
