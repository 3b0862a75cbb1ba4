import { creditChannels } from '../place.ts'
import { tiers } from '../evidence.ts'
import type { JourneyColumns } from '../columns/columns.ts'
import { createWalk } from '../columns/walk.ts'
import { oneConversion, weigherOf, type Model, type Window } from '../models/index.ts'

export interface CreditCellsInput {
  columns: JourneyColumns
  model: Model
  window: Window
  /** Of each place, its channel’s place in the list. */
  channelOf: Uint8Array
}

/** What a model gives: by place (0 is nowhere), the touch's tier, customer and kind of money, by their places in their lists. */
export interface ModelCredit {
  placeNo: number
  tier: number
  customer: number
  kind: number
  minor: number
  /** Millionths of a conversion, of gross alone. */
  micro: number
}

const none = tiers.indexOf('none')

/** Credits every journey by one model, cell by cell: what the ledger of credit would hold, had the client chosen it. Pure. */
export function creditCells({ columns, model, window, channelOf }: CreditCellsInput): ModelCredit[] {
  const walk = createWalk(columns, { window, customer: null, tier: null, channel: null }, channelOf)
  const weigher = weigherOf(model, creditChannels)
  const { state } = walk
  const cells = new Map<string, ModelCredit>()
  const add = (placeNo: number, tier: number, customer: number, kind: number, minor: number, micro: number): void => {
    const name = `${placeNo} ${tier} ${customer} ${kind}`
    const cell = cells.get(name)
    if (!cell) return void cells.set(name, { placeNo, tier, customer, kind, minor, micro })
    cell.minor += minor
    cell.micro += micro
  }
  for (let i = 0; i < columns.n; i += 1) {
    if (!walk.take(i)) continue
    const customer = columns.customer[i] as number
    if (state.n > 0) walk.weigh(weigher)
    const end = columns.partFrom[i + 1] as number
    for (let p = columns.partFrom[i] as number; p < end; p += 1) {
      const kind = columns.partKind[p] as number
      if (state.n === 0) {
        add(0, none, customer, kind, columns.partMinor[p] as number, walk.isGross(p) ? oneConversion : 0)
        continue
      }
      walk.split(p)
      for (let k = 0; k < state.n; k += 1)
        add(state.place[k] as number, state.evidence[k] as number, customer, kind, state.parts[k] as number, 0)
      if (!walk.isGross(p)) continue
      walk.splitOne()
      for (let k = 0; k < state.n; k += 1)
        add(state.place[k] as number, state.evidence[k] as number, customer, kind, 0, state.parts[k] as number)
    }
  }
  return [...cells.values()]
}
