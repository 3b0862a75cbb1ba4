/** The tokens a chart paints with, as rgb: Chart.js's own colour arithmetic does not know `oklch()`. */
export interface ChartColours {
  accent: string
  bar: string
  before: string
  label: string
  ink: string
  grid: string
  axis: string
  card: string
}

/** Paints a colour on a 1×1 canvas and reads it back, so that whatever CSS understands becomes rgb. */
function toRgb(pen: CanvasRenderingContext2D, colour: string): string {
  pen.clearRect(0, 0, 1, 1)
  pen.fillStyle = colour
  pen.fillRect(0, 0, 1, 1)
  const [red = 0, green = 0, blue = 0] = pen.getImageData(0, 0, 1, 1).data
  return `rgb(${red}, ${green}, ${blue})`
}

/** Reads the tokens where `host` stands, so that a brand or theme set on any subtree is respected. */
export function readChartColours(host: HTMLElement): ChartColours {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = 1
  const pen = canvas.getContext('2d', { willReadFrequently: true })!
  // A custom property keeps its `oklch(from …)` text; only a real property resolves it.
  const probe = document.createElement('span')
  host.append(probe)
  const token = (value: string) => {
    probe.style.color = value
    return toRgb(pen, getComputedStyle(probe).color)
  }
  const colours = {
    accent: token('var(--accent)'),
    bar: token('color-mix(in oklab, var(--accent) 72%, var(--card))'),
    before: token('var(--ink-4)'),
    label: token('var(--ink-3)'),
    ink: token('var(--ink)'),
    grid: token('var(--grid)'),
    axis: token('var(--rule-2)'),
    card: token('var(--card)'),
  }
  probe.remove()
  return colours
}

/** 45 degrees, 3 on 5: what is not over yet. */
export function hatch(colour: string): CanvasPattern | string {
  const tile = document.createElement('canvas')
  tile.width = tile.height = 6
  const pen = tile.getContext('2d')!
  pen.strokeStyle = colour
  pen.lineWidth = 1.5
  for (const offset of [-6, 0, 6]) {
    pen.beginPath()
    pen.moveTo(offset, 6)
    pen.lineTo(offset + 6, 0)
    pen.stroke()
  }
  return pen.createPattern(tile, 'repeat') ?? colour
}
