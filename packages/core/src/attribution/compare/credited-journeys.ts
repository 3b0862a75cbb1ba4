import { creditChannels } from '../place.ts'
import type { JourneyColumns } from '../columns/columns.ts'
import { createWalk, type Filter } from '../columns/walk.ts'
import { weigherOf, type Model } from '../models/index.ts'

export interface CreditedInput {
  columns: JourneyColumns
  filter: Filter
  model: Model
  channelOf: Uint8Array
  /** Of each place, whether it is asked about; place 0 is nowhere. */
  asked: Uint8Array
  /** Only these journeys, in order of their numbers; null where any will do. */
  only: Int32Array | null
}

/** Journeys that a place has a part in, newest first, and what it has of each. */
export interface Credited {
  journeyNo: Int32Array
  credited: Float64Array
  total: { conversions: number; net: number; credited: number }
}

/** The journeys that a row of the comparison is made of: what they are credited with adds up to that row to the minor unit. Pure. */
export function creditedJourneys({ columns, filter, model, channelOf, asked, only }: CreditedInput): Credited {
  const walk = createWalk(columns, filter, channelOf)
  const { state } = walk
  const weigher = weigherOf(model, creditChannels)
  const found: { i: number; credited: number }[] = []
  const total = { conversions: 0, net: 0, credited: 0 }
  const wanted = only && new Set(only)
  for (let i = 0; i < columns.n; i += 1) {
    if (wanted && !wanted.has(columns.journeyNo[i] as number)) continue
    if (!walk.take(i)) continue
    const net = walk.netOf(i)
    const credited = state.n === 0 ? (asked[0] ? net : undefined) : creditOf(i)
    if (credited === undefined) continue
    found.push({ i, credited })
    total.net += net
    total.credited += credited
    for (let p = columns.partFrom[i] as number; p < (columns.partFrom[i + 1] as number); p += 1)
      if (walk.isGross(p)) total.conversions += 1
  }
  found.sort(
    (a, b) =>
      (columns.happened[b.i] as number) - (columns.happened[a.i] as number) ||
      (columns.journeyNo[b.i] as number) - (columns.journeyNo[a.i] as number),
  )
  return {
    journeyNo: Int32Array.from(found, ({ i }) => columns.journeyNo[i] as number),
    credited: Float64Array.from(found, ({ credited }) => credited),
    total,
  }

  /** Undefined where the place has no part in it. */
  function creditOf(i: number): number | undefined {
    let has = false
    for (let k = 0; k < state.n && !has; k += 1) has = asked[state.place[k] as number] === 1
    if (!has) return undefined
    walk.weigh(weigher)
    let [sum, some] = [0, false]
    for (let p = columns.partFrom[i] as number; p < (columns.partFrom[i + 1] as number); p += 1) {
      walk.split(p)
      for (let k = 0; k < state.n; k += 1) {
        if (asked[state.place[k] as number] !== 1) continue
        const part = state.parts[k] as number
        if (part !== 0) some = true
        sum += walk.signOf(p) * part
      }
    }
    return some ? sum : undefined
  }
}
