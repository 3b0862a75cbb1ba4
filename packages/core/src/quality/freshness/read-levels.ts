import type { Inside } from '@throughline/db'
import { eventLags, metricsBehind, recordLags, type SourceLags } from './lags.store.ts'
import {
  burnWindows,
  eventClasses,
  levelKept,
  noLags,
  serviceLevels,
  windowHours,
  type BurnWindow,
  type EventClass,
  type Lags,
  type LevelKept,
} from './service-levels.ts'

/** How the promise to one class of one source was kept. */
interface SourceLevel extends LevelKept {
  class: EventClass
  /** `events:web`, `records:` with the connector. */
  source: string
}

export interface Levels {
  levels: SourceLevel[]
  /** Classes of which nothing came in the longest window. */
  silent: EventClass[]
  /** Seconds for which the oldest records have waited to be in journeys and credit. */
  metricsBehind: number
}

/** Every promise, by class and source. */
export async function readLevels(inside: Pick<Inside, 'db'>, now: Date): Promise<Levels> {
  const found = new Map<string, Record<BurnWindow, Lags>>()
  const named = new Map<string, Pick<SourceLevel, 'class' | 'source'>>()
  for (const window of burnWindows) {
    const from = new Date(now.getTime() - windowHours[window] * 3_600_000)
    const until = new Date(now.getTime() + 1)
    const lags: SourceLags[] = [...(await eventLags(inside, from, until)), ...(await recordLags(inside, from, until))]
    for (const { class: of, source, ...rest } of lags) {
      const name = `${of} ${source}`
      const windows = found.get(name) ?? { '1h': noLags, '6h': noLags, '3d': noLags }
      windows[window] = rest
      found.set(name, windows)
      named.set(name, { class: of, source })
    }
  }
  const levels = [...named].map(([name, of]): SourceLevel => {
    const windows = found.get(name) ?? { '1h': noLags, '6h': noLags, '3d': noLags }
    return { ...of, ...levelKept(serviceLevels[of.class], windows) }
  })
  levels.sort((a, b) => eventClasses.indexOf(a.class) - eventClasses.indexOf(b.class) || (a.source < b.source ? -1 : 1))
  const told = new Set(levels.map((level) => level.class))
  return {
    levels,
    silent: eventClasses.filter((of) => of !== 'metrics' && !told.has(of)),
    metricsBehind: await metricsBehind(inside, now),
  }
}
