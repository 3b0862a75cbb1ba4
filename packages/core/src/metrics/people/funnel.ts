import { isGift } from '../../ledger/index.ts'
import { readyFilter, type ActivityFilter } from './activity-filter.ts'
import type { ActivityColumns, DayPiece, GiftColumns } from './columns.ts'
import { inOrderOfTime } from './in-order-of-time.ts'

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
  const progress = createProgress(asked)
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
    walk(found, progress.met)
  }
  return progress.reached
}

/** How far everybody has come: by person and step, the latest beginning that leads there; 0 = none. A person's steps lie together. */
function createProgress({ steps: { length }, roots, from, to, window }: FunnelAsked) {
  const began = new Uint32Array(roots.length * length)
  const reached = Array.from({ length }, () => 0)
  const take = (at: number, step: number, sec: number): void => {
    const start = step === 0 ? (sec >= from && sec < to ? sec : 0) : began[at + step - 1]!
    if (start === 0 || sec - start > window) return
    const before = began[at + step]!
    if (before === 0) reached[step]!++
    if (start > before) began[at + step] = start
  }
  return {
    reached,
    /** From the last step that the event could be to the first, so that it is one of them only. */
    met: (root: number, sec: number, could: number, times: number): void => {
      const at = root * length
      for (let turn = Math.min(times, length); turn > 0; turn--)
        for (let left = could; left !== 0;) {
          const step = 31 - Math.clz32(left)
          take(at, step, sec)
          left ^= 1 << step
        }
    },
  }
}

const paper = (n: number): Found => ({
  n: 0,
  sec: new Uint32Array(n),
  root: new Uint32Array(n),
  steps: new Uint8Array(n),
  sign: new Int8Array(n),
})

function activitySteps(columns: ActivityColumns, { steps, batch, roots, people }: FunnelAsked) {
  const { contact, kind, sign, sec, recorded } = columns
  // Which steps each kind could be, by one look-up; most events could be none.
  const byKind = new Uint8Array(65_536)
  const more: { bit: number; passes: (i: number) => boolean }[] = []
  for (const [step, each] of steps.entries()) {
    if (each.of === 'gift') continue
    const ready = readyFilter(columns, each.filter)
    for (let of = 0; of < byKind.length; of++) if (ready.kinds[of] === 1) byKind[of]! |= 1 << step
    if (ready.more) more.push({ bit: 1 << step, passes: ready.more })
  }
  return ({ from, to }: DayPiece, found: Found): void => {
    for (let i = from; i < to; i++) {
      let could = byKind[kind[i]!]!
      if (could === 0 || contact[i] === 0 || (recorded !== null && recorded[i]! > batch)) continue
      for (const { bit, passes } of more) if (could & bit && !passes(i)) could &= ~bit
      if (could === 0) continue
      const root = roots[contact[i]!]!
      if (people === undefined || people[root] === 1) put(found, sec![i]!, root, could, sign[i]!)
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
function walk(found: Found, met: (root: number, sec: number, steps: number, times: number) => void): void {
  const { n, sec, root, steps, sign } = found
  const order = inOrderOfTime(sec, n)
  for (let at = 0; at < n;) {
    const first = order === undefined ? at : order[at]!
    let end = at + 1
    while (end < n && sec[order === undefined ? end : order[end]!] === sec[first]) end++
    if (end === at + 1) {
      // Nothing else happened in that second: it stands, unless it takes back what was not put in.
      if (sign[first]! > 0) met(root[first]!, sec[first]!, steps[first]!, 1)
    } else inOneSecond(found, order === undefined ? placesFrom(at, end) : order.slice(at, end), met)
    at = end
  }
}

const placesFrom = (at: number, end: number): Uint32Array => Uint32Array.from({ length: end - at }, (_, i) => at + i)

function inOneSecond(
  { sec, root, steps, sign }: Found,
  same: Uint32Array,
  met: (root: number, sec: number, steps: number, times: number) => void,
): void {
  same.sort((a, b) => firstOf(steps[a]!) - firstOf(steps[b]!) || steps[a]! - steps[b]! || root[a]! - root[b]!)
  for (let i = 0; i < same.length;) {
    const first = same[i]!
    let times = 0
    for (; i < same.length && root[same[i]!] === root[first] && steps[same[i]!] === steps[first]; i++)
      times += sign[same[i]!]!
    if (times > 0) met(root[first]!, sec[first]!, steps[first]!, times)
  }
}

/** The first step that an event could be. */
const firstOf = (steps: number): number => steps & -steps

function longestDay(...all: readonly (readonly DayPiece[])[]): number {
  const lengths = new Map<string, number>()
  for (const { day, from, to } of all.flat()) lengths.set(day, (lengths.get(day) ?? 0) + to - from)
  return Math.max(0, ...lengths.values())
}
