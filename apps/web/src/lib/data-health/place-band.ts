import type { QualitySeries } from './texts.ts'

type Days = QualitySeries['days']

export interface PlacedBand {
  /** SVG paths over a field of 100 × 100, y downwards. */
  band: string
  expected: string
  line: string
  points: { index: number; x: number; y: number }[]
  top: number
}

/** Places a series and its band in a field of 100 × 100; pieces without an expectation are left out of the band. Pure. */
export function placeBand(days: Days, marked: ReadonlySet<string>): PlacedBand {
  // The odd day out must not flatten the others: what lies beyond is at the edge.
  const usual = Math.max(...days.map(({ high }) => high ?? 0), ...days.map(({ expected }) => expected ?? 0))
  const greatest = Math.max(...days.map(({ value }) => value ?? 0))
  const top = Math.max(1, usual > 0 ? Math.min(Math.max(greatest, usual), usual * 1.6) : greatest)
  const x = (index: number) => round(days.length < 2 ? 50 : (100 * index) / (days.length - 1))
  const y = (value: number) => round(100 - (100 * Math.min(Math.max(value, 0), top)) / top)
  const path = (of: (day: Days[number]) => number | null) => {
    let pen = 'M'
    return days
      .map((day, index) => {
        const value = of(day)
        if (value === null) {
          pen = 'M'
          return ''
        }
        const step = `${pen}${x(index)} ${y(value)}`
        pen = 'L'
        return step
      })
      .join('')
  }
  const known = days.map((day, index) => ({ ...day, index })).filter(({ high, low }) => high !== null && low !== null)
  const band =
    known.length < 2
      ? ''
      : `M${known.map(({ index, high }) => `${x(index)} ${y(high ?? 0)}`).join('L')}L${known
          .toReversed()
          .map(({ index, low }) => `${x(index)} ${y(low ?? 0)}`)
          .join('L')}Z`
  return {
    ...{ band, top, expected: path(({ expected }) => expected), line: path(({ value }) => value) },
    points: days.flatMap(({ day, value, expected }, index) =>
      marked.has(day) ? [{ index, x: x(index), y: y(value ?? expected ?? 0) }] : [],
    ),
  }
}

const round = (value: number): number => Math.round(value * 100) / 100
