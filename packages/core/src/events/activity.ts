import { measures, type WrittenEvent } from './written-event.ts'

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
export function activityOf(events: readonly WrittenEvent[], sign: 1 | -1 = 1): Activity {
  const campaigns = new Map<string, Counts<CampaignKey>>()
  const hours = new Map<string, Counts<HourKey>>()
  const volumes = new Map<string, { key: VolumeKey; n: number }>()
  for (const { day, hour, kind, source, cause, channel, campaignNo, creativeNo, measure } of events) {
    const volumeName = `${day} ${hour} ${kind} ${source} ${cause}`
    const volume = volumes.get(volumeName)
    if (volume) volume.n += sign
    else volumes.set(volumeName, { key: { day, hour, kind, source, cause }, n: sign })
    if (measure === undefined) continue
    const place = measures.indexOf(measure)
    const campaignName = `${day} ${campaignNo} ${creativeNo} ${channel} ${cause}`
    add(campaigns, campaignName, () => ({ day, campaignNo, creativeNo, channel, cause }), place, sign)
    add(hours, `${day} ${hour} ${channel} ${cause}`, () => ({ day, hour, channel, cause }), place, sign)
  }
  return { campaigns: [...campaigns.values()], hours: [...hours.values()], volumes: [...volumes.values()] }
}

function add<Key>(into: Map<string, Counts<Key>>, name: string, key: () => Key, place: number, sign: number): void {
  let row = into.get(name)
  if (!row) into.set(name, (row = { key: key(), counts: measures.map(() => 0) }))
  row.counts[place] = (row.counts[place] ?? 0) + sign
}
