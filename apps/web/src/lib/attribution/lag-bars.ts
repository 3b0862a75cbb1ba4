import { words } from '#lib/words.ts'

interface Bar {
  name: string
  value: number
}

const w = words.attribution
const most = 12

/** How many gifts had how many touches: one bar each, what is beyond the last of them together. */
export function touchBars(touches: readonly number[]): Bar[] {
  const shown = touches.slice(0, most - 1).map((value, count) => ({ name: String(count), value }))
  if (touches.length <= most - 1) return openEnded(shown)
  return [...shown, { name: w.orMore(String(most - 1)), value: sum(touches.slice(most - 1)) }]
}

/** The last count stands for that many or more. */
const openEnded = (bars: Bar[]): Bar[] =>
  bars.map((bar, index) => (index > 0 && index === bars.length - 1 ? { ...bar, name: w.orMore(bar.name) } : bar))

/** From which day to which the bars of days reach; beyond a week single days say little. */
const spans = [
  [0, 0],
  [1, 1],
  [2, 2],
  [3, 3],
  [4, 6],
  [7, 13],
  [14, 20],
  [21, 27],
  [28, 59],
  [60, 89],
] as const

/** On which day after the first touch gifts came, in spans that grow; the last is later than all of them. */
export function dayBars(days: readonly number[]): Bar[] {
  const last = days.length - 1
  const within = spans
    .filter(([from]) => from < last)
    .map(([from, to]) => ({
      name: from === to ? String(from) : `${from}–${Math.min(to, last - 1)}`,
      value: sum(days.slice(from, Math.min(to + 1, last))),
    }))
  const reached = Math.min(last, spans.at(-1)![1] + 1)
  const later = sum(days.slice(reached))
  return last < 0 ? [] : [...within, { name: w.orMore(String(reached)), value: later }]
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
