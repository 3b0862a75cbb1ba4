import { movementKinds } from '@throughline/canonical'
import { disagreementOf } from '../../attribution/compare/compare-models.ts'
import type { ModelName } from '../../attribution/models/index.ts'
import { netSign } from '../../ledger/index.ts'
import type { DayRange } from '../compared-range.ts'
import { none, number } from '../figure.ts'
import type { MetricReader, Worth } from '../registry/metric.ts'
import type { CreditByModels } from './credit-by-model.ts'

/** Net by channel, place 0 being nowhere, and how many gifts. */
interface Shared {
  model: ModelName
  channels: { net: number }[]
  gifts: number
}
const gross = movementKinds.indexOf('gross')

/** How far models are from each other in one range: all of them in all, and in its row each from the others. Own currency alone. */
export function modelsApart({ of, channelOf }: CreditByModels, currency: string): MetricReader {
  return async (_, { by, range }) => {
    const shared = [...of].map(([model, slices]): Shared => {
      const channels = Array.from({ length: 256 }, () => ({ net: 0 }))
      let gifts = 0
      for (const slice of slices.filter((each) => isOf(each, range) && each.currency === currency))
        for (const { placeNo, kind, minor, micro } of slice.cells) {
          const channel = channels[placeNo === 0 ? 0 : (channelOf[placeNo] ?? 0) + 1]
          if (channel) channel.net += (netSign[movementKinds[kind] ?? 'gross'] ?? 0) * minor
          if (kind === gross) gifts += micro
        }
      return { model, channels, gifts: Math.round(gifts / 1_000_000) }
    })
    const units = shared[0]?.gifts ?? 0
    return {
      total: worth(disagreementOf(shared.map(({ channels }) => channels)), units),
      rows:
        by === 'model' ? shared.map((one) => ({ key: one.model, worth: worth(fromOthers(one, shared), units) })) : [],
    }
  }
}

const isOf = (slice: DayRange, range: DayRange): boolean => slice.from === range.from && slice.to === range.to

function fromOthers(one: Shared, all: readonly Shared[]): number {
  const others = all.filter(({ model }) => model !== one.model)
  const distances = others.map(({ channels }) => disagreementOf([one.channels, channels]))
  return distances.length === 0 ? 0 : distances.reduce((sum, each) => sum + each, 0) / distances.length
}

const worth = (value: number, units: number): Worth => ({
  value: units === 0 ? none('no_units') : number(value),
  numerator: null,
  denominator: null,
  interval: null,
  units,
})
