import { none, number } from '../../figure.ts'
import type { MetricReader, Worth } from '../../registry/metric.ts'
import { stores } from '../../stores/index.ts'
import { dayNumber } from '../day-number.ts'
import { personMoney } from '../person-money.ts'
import { isClicked, isSeen } from '../seen.ts'
import { spreadCost } from '../spread-cost.ts'
import { moneyOnce } from './giving.store.ts'
import { readSeen, type SeenRead } from './seen.store.ts'
import { netOf, spendOf } from './spend-of.store.ts'
import { noWorth } from './worths.ts'

/** (Net − what ads and texts cost) ÷ net. Of a segment, its people's net, and of each channel's cost their share of its touches. */
export const marginReader: MetricReader = async (inside, asked) => {
  if (asked.by === null && asked.filter.segment === undefined) {
    const [net, spend] = [await netOf(inside, asked), await spendOf(inside, asked)]
    return { total: marginWorth(net, spend ?? 0, {}), rows: [] }
  }
  const read = await readSeen(inside, asked, {
    counts: (kind, channel) => isSeen(kind, channel) || isClicked(kind),
    touches: true,
    gifts: false,
  })
  const costs = await stores.delivery.read(inside, { ...asked, by: 'channel', filter: {}, measures: ['spend'] })
  const foreign = costs.some(({ currency }) => currency !== asked.currency)
  const costOf = new Map(costs.map(({ row, value }) => [row, foreign ? NaN : value]))
  const columns = await moneyOnce(inside, asked)
  const worth = (people: Uint8Array | undefined): Worth => {
    const money = personMoney(columns, { roots: read.frame.roots, people })
    let net = 0
    for (let i = 0; i < money.day.length; i++)
      if (money.day[i]! >= dayNumber(asked.range.from) && money.day[i]! <= dayNumber(asked.range.to))
        net += money.minor[i]!
    const { cost, unspread } = spreadCost(channelsOf(read, costOf, people))
    return marginWorth(net, cost, { unspread_cost: unspread })
  }
  return {
    total: worth(read.segments.people),
    rows: read.segments.rows.map(({ key, people }) => ({ key, worth: worth(people) })),
  }
}

function channelsOf(
  { seen, places }: SeenRead,
  costOf: ReadonlyMap<string | null, number>,
  people: Uint8Array | undefined,
) {
  const channelOf = seen.places.map((place) => places.keyOf(place, 'channel'))
  const touches = new Map([...costOf].map(([channel, cost]) => [channel, { cost, touches: 0, ofSet: 0 }]))
  for (let i = 0; i < seen.all.n; i++) {
    const channel = touches.get(channelOf[seen.place[i]!] ?? null)
    if (channel === undefined) continue
    channel.touches += seen.all.sign[i]!
    if (people === undefined || people[seen.all.root[i]!] === 1) channel.ofSet += seen.all.sign[i]!
  }
  return [...touches.values()]
}

function marginWorth(net: number | undefined, cost: number, more: Record<string, number>): Worth {
  if (net === undefined || net === 0) return noWorth('no_units')
  if (Number.isNaN(net) || Number.isNaN(cost)) return noWorth('rate_missing')
  return {
    ...noWorth('no_units'),
    value: net < 0 ? none('no_units') : number((net - cost) / net),
    numerator: { unit: 'money', value: net - cost },
    denominator: { unit: 'money', value: net },
    parts: { cost, ...more },
  }
}
