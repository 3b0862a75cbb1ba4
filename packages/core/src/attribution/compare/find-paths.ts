import type { JourneyColumns } from '../columns/columns.ts'
import { createWalk, type Filter } from '../columns/walk.ts'

/** People who came the same way: channels in order, neighbours of one channel once. */
interface Path {
  /** Places in the list of credit channels. */
  channels: number[]
  conversions: number
  net: number
  /** Mean days from the first touch to the conversion. */
  meanDays: number
  /** Its mean net per gift ÷ that of all others − 1; null where there are no others. */
  lift: number | null
}

export interface PathsFound {
  conversions: number
  /** Most net first. */
  top: Path[]
  distinct: number
  /** How many gifts had 0, 1, 2 … touches, the last: that many or more. */
  touches: number[]
  meanTouches: number
  /** How many gifts came 0, 1, 2 … days after their first touch, the last: later. */
  days: number[]
  medianDays: number | null
}

const daySeconds = 86_400
const [mostTouches, mostDays] = [20, 60]

/** How the gifts of a range came about. Gifts alone: what went back is in their net. Pure. */
export function findPaths(columns: JourneyColumns, filter: Filter, channelOf: Uint8Array, shown = 50): PathsFound {
  const walk = createWalk(columns, filter, channelOf)
  const { state } = walk
  const paths = new Map<string, { channels: number[]; conversions: number; net: number; seconds: number }>()
  const touches = new Array<number>(mostTouches + 1).fill(0)
  const days = new Array<number>(mostDays + 1).fill(0)
  const lags: number[] = []
  let [conversions, net, touched] = [0, 0, 0]
  for (let i = 0; i < columns.n; i += 1) {
    if (!walk.take(i) || !gave(columns, walk, i)) continue
    const its = walk.netOf(i)
    const lag = state.n === 0 ? 0 : (columns.decided[i] as number) - (state.at[0] as number)
    const channels: number[] = []
    for (let k = 0; k < state.n; k += 1)
      if (state.channel[k] !== channels.at(-1)) channels.push(state.channel[k] as number)
    const name = channels.join('>')
    const path = paths.get(name) ?? { channels, conversions: 0, net: 0, seconds: 0 }
    path.conversions += 1
    path.net += its
    path.seconds += lag
    paths.set(name, path)
    conversions += 1
    net += its
    touched += state.n
    touches[Math.min(state.n, mostTouches)]! += 1
    if (state.n === 0) continue
    days[Math.min(Math.floor(lag / daySeconds), mostDays)]! += 1
    lags.push(lag)
  }
  const top = [...paths.values()]
    .sort((a, b) => b.net - a.net || b.conversions - a.conversions)
    .slice(0, shown)
    .map((path) => ({
      channels: path.channels,
      conversions: path.conversions,
      net: path.net,
      meanDays: path.seconds / path.conversions / daySeconds,
      lift: liftOf(path, { conversions, net }),
    }))
  return {
    conversions,
    top,
    distinct: paths.size,
    touches,
    meanTouches: conversions === 0 ? 0 : touched / conversions,
    days,
    medianDays: medianOf(lags),
  }
}

function gave({ partFrom }: JourneyColumns, walk: ReturnType<typeof createWalk>, i: number): boolean {
  for (let p = partFrom[i] as number; p < (partFrom[i + 1] as number); p += 1) if (walk.isGross(p)) return true
  return false
}

function liftOf(path: { conversions: number; net: number }, all: { conversions: number; net: number }): number | null {
  const others = all.conversions - path.conversions
  const rest = all.net - path.net
  return others === 0 || rest <= 0 ? null : path.net / path.conversions / (rest / others) - 1
}

function medianOf(seconds: number[]): number | null {
  if (seconds.length === 0) return null
  const sorted = Float64Array.from(seconds).sort()
  const middle = (sorted.length - 1) / 2
  return ((sorted[Math.floor(middle)] as number) + (sorted[Math.ceil(middle)] as number)) / 2 / daySeconds
}
