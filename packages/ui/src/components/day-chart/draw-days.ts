import {
  BarController,
  BarElement,
  Chart,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
  type ChartConfiguration,
  type Plugin,
  type TooltipModel,
} from 'chart.js'
import { hatch, readChartColours, type ChartColours } from './colours.ts'
import { namedDays, valueAxis } from './scale.ts'

Chart.register(BarController, BarElement, LinearScale, LineController, LineElement, PointElement, Tooltip)

export interface DaySeries {
  values: (number | null)[]
  before: (number | null)[]
  kind: 'bar' | 'line'
  /** The last value is a day still open. */
  open: boolean
  short: (value: number) => string
  dayName: (index: number) => string
  beforeName: string
  pointed: (index: number | undefined, x: number, y: number) => void
}

const font = { family: "'Inter Variable', system-ui, sans-serif", size: 11 }

/** Draws a series of days with the period before behind it; returns how to redraw and how to end. */
export function drawDays(
  canvas: HTMLCanvasElement,
  series: DaySeries,
): { redraw: (next: DaySeries) => void; destroy: () => void } {
  const host = canvas.parentElement!
  // A chart's plug-ins are fixed when it is made: they look here for what is drawn now.
  const shown: Shown = { series, colours: readChartColours(host) }
  const chart = new Chart(canvas, {
    ...configure(shown),
    plugins: [zeroLine(shown), ruler(shown), openDay(shown), beforeLabel(shown)],
  })
  const redraw = (next: DaySeries) => {
    shown.series = next
    shown.colours = readChartColours(host)
    const fresh = configure(shown)
    chart.data = fresh.data
    chart.options = fresh.options ?? {}
    chart.update('none')
  }
  const watcher = new MutationObserver(() => redraw(shown.series))
  watcher.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'style'] })
  return {
    redraw,
    destroy() {
      watcher.disconnect()
      chart.destroy()
    },
  }
}

interface Shown {
  series: DaySeries
  colours: ChartColours
}

function configure({ series, colours }: Shown): ChartConfiguration<'bar' | 'line'> {
  const { values, before, kind, open } = series
  const last = values.length - 1
  const axis = valueAxis([...values, ...before].filter((value) => value !== null))
  const points = (some: (number | null)[]) => some.map((y, x) => ({ x, y })) as { x: number; y: number }[]
  const hatched = hatch(colours.accent)
  const compared = {
    type: 'line' as const,
    data: points(before),
    borderColor: colours.before,
    borderWidth: 1.25,
    borderDash: [4, 4],
    pointRadius: 0,
    pointHoverRadius: 0,
    order: kind === 'bar' ? 0 : 2,
  }
  const main =
    kind === 'bar'
      ? {
          type: 'bar' as const,
          data: points(values),
          backgroundColor: values.map((_, index) => (open && index === last ? hatched : colours.bar)),
          hoverBackgroundColor: values.map((_, index) => (open && index === last ? hatched : colours.accent)),
          borderRadius: 1.5,
          barPercentage: 1,
          categoryPercentage: values.length > 31 ? 0.7 : 0.56,
          maxBarThickness: 24,
          order: 1,
        }
      : {
          type: 'line' as const,
          data: points(values),
          borderColor: colours.accent,
          borderWidth: 2,
          borderJoinStyle: 'round' as const,
          pointRadius: values.map((_, index) => (index === last ? 4 : 0)),
          pointHoverRadius: 4,
          pointBackgroundColor: colours.accent,
          pointBorderColor: colours.card,
          pointBorderWidth: 2,
          segment: {
            borderDash: ({ p1DataIndex }: { p1DataIndex: number }) =>
              open && p1DataIndex === last ? [2, 3] : undefined,
          },
          order: 1,
        }
  return {
    type: kind,
    data: { datasets: before.length > 0 ? [main, compared] : [main] },
    options: {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      normalized: true,
      layout: { padding: { top: 14, right: before.length > 0 ? 44 : 8, left: 0 } },
      interaction: { mode: 'index', intersect: false },
      plugins: {
        legend: { display: false },
        tooltip: { enabled: false, external: ({ tooltip }) => point(tooltip, series) },
      },
      scales: {
        x: {
          type: 'linear',
          // Bars on a category axis ask for room at both ends; on ours the ends are half a day out already.
          offset: false,
          min: kind === 'bar' ? -0.5 : 0,
          max: kind === 'bar' ? last + 0.5 : Math.max(1, last),
          grid: { display: false, offset: false },
          // With days below zero the base line is drawn where zero is.
          border: { color: colours.axis, display: axis.min === 0 },
          afterBuildTicks: (scale) => {
            scale.ticks = namedDays(values.length).map((value) => ({ value }))
          },
          ticks: {
            color: colours.label,
            font,
            maxRotation: 0,
            autoSkip: true,
            autoSkipPadding: 16,
            align: kind === 'line' ? 'inner' : 'center',
            callback: (value) => series.dayName(Number(value)),
          },
        },
        y: {
          min: axis.min,
          max: axis.max,
          border: { display: false },
          grid: { color: colours.grid, tickLength: 0 },
          afterBuildTicks: (scale) => {
            scale.ticks = axis.ticks.map((value) => ({ value }))
          },
          ticks: {
            color: colours.label,
            font,
            // Inside, above their line, on line charts; bars would stand on them.
            ...(kind === 'line' ? { mirror: true, labelOffset: -9, padding: 0 } : { padding: 10 }),
            callback: (value) => series.short(Number(value)),
          },
        },
      },
    },
  }
}

function point(tooltip: TooltipModel<'bar' | 'line'>, series: DaySeries) {
  const index = tooltip.opacity === 0 ? undefined : tooltip.dataPoints?.[0]?.dataIndex
  series.pointed(index, tooltip.caretX, tooltip.caretY)
}

const zeroLine = (shown: Shown): Plugin<'bar' | 'line'> => ({
  id: 'zero line',
  beforeDatasetsDraw({ ctx, chartArea, scales }) {
    if (scales['y']!.min >= 0) return
    const y = Math.round(scales['y']!.getPixelForValue(0)) + 0.5
    ctx.save()
    ctx.strokeStyle = shown.colours.axis
    ctx.beginPath()
    ctx.moveTo(chartArea.left, y)
    ctx.lineTo(chartArea.right, y)
    ctx.stroke()
    ctx.restore()
  },
})

/** One line under the pointer, so that a day is read off without guessing. */
const ruler = (shown: Shown): Plugin<'bar' | 'line'> => ({
  id: 'ruler',
  afterDatasetsDraw({ ctx, chartArea, tooltip }) {
    if (!tooltip || tooltip.opacity === 0) return
    ctx.save()
    ctx.strokeStyle = shown.colours.label
    ctx.lineWidth = 1
    ctx.beginPath()
    ctx.moveTo(Math.round(tooltip.caretX) + 0.5, chartArea.top)
    ctx.lineTo(Math.round(tooltip.caretX) + 0.5, chartArea.bottom)
    ctx.stroke()
    ctx.restore()
  },
})

/** The ground under a day that is still open, on line charts. */
const openDay = (shown: Shown): Plugin<'bar' | 'line'> => ({
  id: 'open day',
  beforeDatasetsDraw({ ctx, chartArea, scales }) {
    const { open, kind, values } = shown.series
    if (!open || kind === 'bar' || values.length < 2) return
    const from = scales['x']!.getPixelForValue(values.length - 2)
    ctx.save()
    ctx.fillStyle = hatch(shown.colours.grid)
    ctx.fillRect(from, chartArea.top, chartArea.right - from, chartArea.bottom - chartArea.top)
    ctx.restore()
  },
})

/** The comparison is named at its end: no legend. */
const beforeLabel = (shown: Shown): Plugin<'bar' | 'line'> => ({
  id: 'before label',
  afterDatasetsDraw({ ctx, chartArea, scales }) {
    const { before, beforeName } = shown.series
    const last = before.findLastIndex((value) => value !== null)
    const value = before[last]
    if (value === null || value === undefined) return
    ctx.save()
    ctx.font = `12px ${font.family}`
    ctx.fillStyle = shown.colours.label
    ctx.textBaseline = 'middle'
    const x = Math.min(chartArea.right, scales['x']!.getPixelForValue(last)) + 6
    ctx.fillText(beforeName, x, scales['y']!.getPixelForValue(value))
    ctx.restore()
  },
})
