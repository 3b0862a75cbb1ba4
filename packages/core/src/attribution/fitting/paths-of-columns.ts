import { creditChannels } from '../place.ts'
import { createWalk, type Filter } from '../columns/walk.ts'
import type { JourneyColumns } from '../columns/columns.ts'
import type { NamedPath } from '../models/index.ts'

/** Journeys that converted, those that went through the same channels counted together. Gifts without a touch are no path. Pure. */
export function pathsOfColumns(columns: JourneyColumns, filter: Filter, channelOf: Uint8Array): NamedPath[] {
  const walk = createWalk(columns, filter, channelOf)
  const { state } = walk
  const paths = new Map<string, NamedPath & { conversions: number; value: number }>()
  for (let i = 0; i < columns.n; i += 1) {
    if (!walk.take(i) || state.n === 0) continue
    const touches = Array.from({ length: state.n }, (_, k) => creditChannels[state.channel[k] as number] ?? 'other')
    let gifts = 0
    for (let p = columns.partFrom[i] as number; p < (columns.partFrom[i + 1] as number); p += 1)
      if (walk.isGross(p)) gifts += 1
    if (gifts === 0) continue
    const name = touches.join('>')
    const path = paths.get(name) ?? { touches, conversions: 0, value: 0, nulls: 0 }
    path.conversions += gifts
    path.value += walk.netOf(i)
    paths.set(name, path)
  }
  return [...paths.values()]
}
