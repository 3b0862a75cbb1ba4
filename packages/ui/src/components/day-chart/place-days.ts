import { namedDays, valueAxis } from './scale.ts'

/** Places are percent of the plot, so that the server can draw a chart whose width it does not know. */
export interface PlacedDays {
  bars: { x: number; y: number; height: number }[]
  /** How wide a bar may be. */
  barWidth: number
  /** SVG paths over a square of 100. */
  line: string
  /** The last stretch of the line, where its day is not over. */
  openLine: string
  before: string
  /** Where the comparison ends, for its name. */
  beforeEnd: { x: number; y: number } | undefined
  lastPoint: { x: number; y: number } | undefined
  zero: number
  ticks: { value: number; y: number }[]
  /** Days named under the axis; where room is short the spare ones are left out. */
  named: { index: number; x: number; spare: boolean }[]
}

export type DayKind = 'bar' | 'line'

/** Where everything of a series of days stands, on one scale with the period before it. A gap (null) lifts the pen. */
export function placeDays(
  values: (number | null)[],
  before: (number | null)[],
  kind: DayKind,
  open: boolean,
): PlacedDays {
  const count = values.length
  const axis = valueAxis([...values, ...before].filter((value) => value !== null))
  const x = (index: number) => percent(dayPlace(index, count, kind))
  const y = (value: number) => percent((axis.max - value) / (axis.max - axis.min))
  const point = (series: (number | null)[], index: number) => {
    const value = series[index]
    return value === null || value === undefined ? undefined : { x: x(index), y: y(value) }
  }
  const path = (series: (number | null)[], from = 0, to = series.length) => {
    let pen = 'M'
    let text = ''
    for (let index = from; index < to; index++) {
      const at = point(series, index)
      if (at) text += `${pen}${at.x} ${at.y}`
      pen = at ? 'L' : 'M'
    }
    return text
  }
  const openFrom = open && count > 1 ? count - 2 : undefined
  const zero = y(0)
  return {
    bars: values.map((value, index) => {
      const top = y(Math.max(0, value ?? 0))
      return { x: x(index), y: top, height: percent2(y(Math.min(0, value ?? 0)) - top) }
    }),
    barWidth: percent((count > 31 ? 0.7 : 0.56) / Math.max(1, count)),
    line: path(values, 0, openFrom === undefined ? count : openFrom + 1),
    openLine: openFrom === undefined ? '' : path(values, openFrom),
    before: path(before),
    beforeEnd: point(
      before,
      before.findLastIndex((value) => value !== null),
    ),
    lastPoint: point(values, count - 1),
    zero,
    ticks: axis.ticks.map((value) => ({ value, y: y(value) })),
    named: nameDays(count).map((each) => ({ ...each, x: x(each.index) })),
  }
}

/** Where a day stands between the plot's ends, 0–1: bars in the middle of their share, lines from end to end. */
export function dayPlace(index: number, count: number, kind: DayKind): number {
  return kind === 'bar' ? (index + 0.5) / count : index / Math.max(1, count - 1)
}

/** The day nearest to a place between the plot's ends. */
export function dayAt(place: number, count: number, kind: DayKind): number {
  const index = kind === 'bar' ? Math.floor(place * count) : Math.round(place * (count - 1))
  return Math.min(count - 1, Math.max(0, index))
}

/** How many letters the longest name on the axis of values has. */
export function longestName(
  values: (number | null)[],
  before: (number | null)[],
  short: (value: number) => string,
): number {
  const { ticks } = valueAxis([...values, ...before].filter((value) => value !== null))
  return Math.max(0, ...ticks.map((tick) => short(tick).length))
}

/** On a phone about four names fit: the first, the last, and every other between that does not touch them. */
function nameDays(count: number): { index: number; spare: boolean }[] {
  const named = namedDays(count)
  const last = named.length - 1
  return named.map((index, at) => ({ index, spare: at !== last && (at % 2 === 1 || (at === last - 1 && at > 0)) }))
}

const percent2 = (value: number) => Math.round(value * 100) / 100
const percent = (share: number) => percent2(share * 100)
