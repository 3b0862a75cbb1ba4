import { creditChannels } from '../place.ts'
import { customers } from '../journeys/journey.ts'
import { tiers } from '../evidence.ts'
import { createWalk, type Filter } from '../columns/walk.ts'
import type { JourneyColumns } from '../columns/columns.ts'
import { oneConversion, weigherOf, type Model } from '../models/index.ts'

export interface CompareInput {
  columns: JourneyColumns
  filter: Filter
  models: readonly Model[]
  /** Of each place, its channel’s place in the list. */
  channelOf: Uint8Array
  /** Of each place, the group that its credit counts in; place 0 is nowhere. */
  groupOf: Uint32Array
  groups: number
}

/** What one model gives one group. */
export interface GroupCredit {
  net: number
  gross: number
  /** Millionths of a conversion. */
  micro: number
}

/** Places in the lists of credit channels (−1: no touch) and customers. */
interface Flow {
  first: number
  last: number
  customer: number
  net: number
  n: number
}

export interface Compared {
  /** Of each model, of each group. */
  credit: GroupCredit[][]
  total: { net: number; gross: number; conversions: number }
  flows: Flow[]
  /** Net by tier, in the order of tiers. */
  quality: number[]
}

/**
 * Credits every journey by every model, each kind of money by itself to the minor unit: every model's groups add up to one and the same
 * total, which is what the ledger holds. Pure.
 */
export function compareModels({ columns, filter, models, channelOf, groupOf, groups }: CompareInput): Compared {
  const walk = createWalk(columns, filter, channelOf)
  const { state } = walk
  const weighers = models.map((model) => weigherOf(model, creditChannels))
  const credit = models.map(() => Array.from({ length: groups }, (): GroupCredit => ({ net: 0, gross: 0, micro: 0 })))
  const total = { net: 0, gross: 0, conversions: 0 }
  const flows = new Map<number, Flow>()
  const quality = tiers.map(() => 0)
  const nowhere = groupOf[0] ?? 0

  for (let i = 0; i < columns.n; i += 1) {
    if (!walk.take(i)) continue
    const [from, end] = [columns.partFrom[i] as number, columns.partFrom[i + 1] as number]
    const net = walk.netOf(i)
    total.net += net
    quality[state.tier] = (quality[state.tier] ?? 0) + net
    let counted = 0
    for (let p = from; p < end; p += 1)
      if (walk.isGross(p)) {
        counted += 1
        total.gross += columns.partMinor[p] as number
      }
    total.conversions += counted
    addFlow(flows, {
      first: state.n === 0 ? -1 : (state.channel[0] as number),
      last: state.n === 0 ? -1 : (state.channel[state.n - 1] as number),
      customer: columns.customer[i] as number,
      net,
      n: counted,
    })
    for (const [m, weigher] of weighers.entries()) {
      const of = credit[m] as GroupCredit[]
      if (state.n === 0) {
        const group = of[nowhere] as GroupCredit
        group.net += net
        for (let p = from; p < end; p += 1) if (walk.isGross(p)) group.gross += columns.partMinor[p] as number
        group.micro += counted * oneConversion
        continue
      }
      walk.weigh(weigher)
      for (let p = from; p < end; p += 1) {
        const isGross = walk.isGross(p)
        const sign = walk.signOf(p)
        walk.split(p)
        for (let k = 0; k < state.n; k += 1) {
          const group = of[groupOf[state.place[k] as number] as number] as GroupCredit
          const part = state.parts[k] as number
          group.net += sign * part
          if (isGross) group.gross += part
        }
      }
      if (counted === 0) continue
      walk.splitOne()
      for (let k = 0; k < state.n; k += 1)
        (of[groupOf[state.place[k] as number] as number] as GroupCredit).micro += state.parts[k] as number
    }
  }
  return { credit, total, flows: [...flows.values()], quality }
}

function addFlow(flows: Map<number, Flow>, flow: Flow): void {
  const name = ((flow.first + 1) * (creditChannels.length + 1) + flow.last + 1) * customers.length + flow.customer
  const known = flows.get(name)
  if (!known) return void flows.set(name, flow)
  known.net += flow.net
  known.n += flow.n
}

/**
 * How much models disagree about shares of credit: the mean total variation distance between every two of them, 0 where all say the
 * same, 1 where they share nothing.
 */
export function disagreementOf(credit: readonly (readonly Pick<GroupCredit, 'net'>[])[]): number {
  const shares = credit.map((groups) => {
    const sum = groups.reduce((total, { net }) => total + Math.max(0, net), 0)
    return groups.map(({ net }) => (sum > 0 ? Math.max(0, net) / sum : 0))
  })
  let [distance, pairs] = [0, 0]
  for (let a = 0; a < shares.length; a += 1)
    for (let b = a + 1; b < shares.length; b += 1) {
      const [one, other] = [shares[a] ?? [], shares[b] ?? []]
      distance += one.reduce((sum, share, i) => sum + Math.abs(share - (other[i] ?? 0)), 0) / 2
      pairs += 1
    }
  return pairs === 0 ? 0 : distance / pairs
}
