interface Drawn {
  line: string
  before: string
  last: { x: number; y: number } | undefined
}

const inset = 3

/** Turns a series and its comparison into two SVG paths on one scale. A gap (null) lifts the pen. */
export function sparkPath(values: (number | null)[], before: (number | null)[], width: number, height: number): Drawn {
  const known = [...values, ...before].filter((value) => value !== null)
  if (known.length === 0) return { line: '', before: '', last: undefined }
  const low = Math.min(...known)
  const span = Math.max(...known) - low
  const x = (index: number, count: number) =>
    round(inset + (count < 2 ? width - 2 * inset : (index / (count - 1)) * (width - 2 * inset)))
  const y = (value: number) => round(height - inset - (span === 0 ? 0.5 : (value - low) / span) * (height - 2 * inset))
  const path = (series: (number | null)[]) => {
    let pen = 'M'
    let text = ''
    series.forEach((value, index) => {
      if (value === null) {
        pen = 'M'
        return
      }
      text += `${pen}${x(index, series.length)} ${y(value)}`
      pen = 'L'
    })
    return text
  }
  const lastIndex = values.findLastIndex((value) => value !== null)
  const lastValue = values[lastIndex]
  return {
    line: path(values),
    before: path(before),
    last:
      lastValue === null || lastValue === undefined ? undefined : { x: x(lastIndex, values.length), y: y(lastValue) },
  }
}

const round = (value: number) => Math.round(value * 10) / 10
