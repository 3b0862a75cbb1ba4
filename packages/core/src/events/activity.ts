import { measures, type Measure } from './written-event.ts'

/** What of an event is counted; `n` of the same are one. */
export interface Countable {
  day: string
  hour: number
  kind: number
  source: number
  cause: number
  channel: number
  campaignNo: number
  creativeNo: number
  measure: Measure | undefined
  n?: number
}

/** One row of counts: what it is counted by, then one count for each measure. */
export interface Counts<Key> {
  key: Key
  counts: number[]
}
interface CampaignKey {
  day: string
  campaignNo: number
  creativeNo: number
  channel: number
  cause: number
}
interface HourKey {
  day: string
  hour: number
  channel: number
  cause: number
}
interface VolumeKey {
  day: string
  hour: number
  kind: number
  source: number
  cause: number
}

/** What events add to the counts. Pure; counts of nothing are no row. */
export interface Activity {
  campaigns: Counts<CampaignKey>[]
  hours: Counts<HourKey>[]
  volumes: { key: VolumeKey; n: number }[]
}

/** @param sign −1 takes events back */
export function activityOf(events: readonly Countable[], sign: 1 | -1 = 1): Activity {
  const campaigns = new Map<string, Counts<CampaignKey>>()
  const hours = new Map<string, Counts<HourKey>>()
  const volumes = new Map<string, { key: VolumeKey; n: number }>()
  for (const { day, hour, kind, source, cause, channel, campaignNo, creativeNo, measure, n = 1 } of events) {
    const volumeName = `${day} ${hour} ${kind} ${source} ${cause}`
    const volume = volumes.get(volumeName)
    if (volume) volume.n += sign * n
    else volumes.set(volumeName, { key: { day, hour, kind, source, cause }, n: sign * n })
    if (measure === undefined) continue
    const place = measures.indexOf(measure)
    const campaignName = `${day} ${campaignNo} ${creativeNo} ${channel} ${cause}`
    add(campaigns, campaignName, () => ({ day, campaignNo, creativeNo, channel, cause }), place, sign * n)
    add(hours, `${day} ${hour} ${channel} ${cause}`, () => ({ day, hour, channel, cause }), place, sign * n)
  }
  return { campaigns: [...campaigns.values()], hours: [...hours.values()], volumes: [...volumes.values()] }
}

function add<Key>(into: Map<string, Counts<Key>>, name: string, key: () => Key, place: number, sign: number): void {
  let row = into.get(name)
  if (!row) into.set(name, (row = { key: key(), counts: measures.map(() => 0) }))
  row.counts[place] = (row.counts[place] ?? 0) + sign
}

/** What several come to together, each added or taken away. Counts of nothing are no row. */
export function sumOf(parts: readonly { of: Activity; sign: 1 | -1 }[]): Activity {
  const rows = <Key>(of: (activity: Activity) => readonly Counts<Key>[]): Counts<Key>[] => {
    const sums = new Map<string, Counts<Key>>()
    for (const { of: activity, sign } of parts)
      for (const { key, counts } of of(activity)) {
        const name = JSON.stringify(Object.values(key as object))
        const sum = sums.get(name)?.counts ?? measures.map(() => 0)
        sums.set(name, { key, counts: sum.map((n, place) => n + sign * (counts[place] ?? 0)) })
      }
    return [...sums.values()].filter(({ counts }) => counts.some((n) => n !== 0))
  }
  const volumes = rows(({ volumes: list }) => list.map(({ key, n }) => ({ key, counts: [n] })))
  return {
    campaigns: rows(({ campaigns }) => campaigns),
    hours: rows(({ hours }) => hours),
    volumes: volumes.map(({ key, counts }) => ({ key, n: counts[0] ?? 0 })),
  }
}
