import { minorUnitExponent } from '@throughline/canonical'
import type { CreditCell } from '../attribution/credit/credit-cell.ts'
import type { NumberedPlace } from '../attribution/places.store.ts'
import { netSign } from '../ledger/net.ts'
import { percentShares } from './percent-shares.ts'

/** What can be written into fields of a CRM. */
export const writtenNames = [
  'model',
  'first_channel',
  'last_channel',
  'top_channel',
  'top_campaign',
  'influence',
  'attributed',
] as const
export type WrittenName = (typeof writtenNames)[number]
export type WrittenValues = Record<WrittenName, string | number | null>

/** Credit of one person or deal. */
export interface CreditOf {
  model: string
  currency: string
  cells: readonly CreditCell[]
  /** Places of the first and the last touch; 0 where there is none. */
  first: number
  last: number
}

const nothing = Object.fromEntries(writtenNames.map((name) => [name, null])) as WrittenValues
const nowhere = 'unattributed'

/**
 * What credit comes to in words and numbers: the channels of the first and the last touch, the channel and the campaign credited
 * most, what was credited to any touch in whole units of the currency, and every channel's influence in percent, together exactly 100.
 * Everything is empty where nothing was given, or all of it went back.
 */
export function writtenValues(
  { model, currency, cells, first, last }: CreditOf,
  placeOf: (placeNo: number) => NumberedPlace | undefined,
  nameOf: (place: NumberedPlace) => string | null,
): WrittenValues {
  const channelOf = (placeNo: number) => placeOf(placeNo)?.channel ?? nowhere
  const channels = sumsBy(cells, ({ placeNo }) => channelOf(placeNo))
  const total = channels.reduce((sum, [, minor]) => sum + minor, 0)
  if (total <= 0) return nothing
  const campaigns = sumsBy(cells, ({ placeNo }) => {
    const place = placeOf(placeNo)
    return place && nameOf(place)
  })
  const shares = percentShares(channels.map(([, minor]) => minor))
  const said = channels.flatMap(([channel], i) => (shares[i] ? [`${channel} ${shares[i].toFixed(2)} %`] : []))
  const attributed = channels.reduce((sum, [channel, minor]) => (channel === nowhere ? sum : sum + minor), 0)
  return {
    model,
    first_channel: first === 0 ? nowhere : channelOf(first),
    last_channel: last === 0 ? nowhere : channelOf(last),
    top_channel: channels[0]?.[0] ?? nowhere,
    top_campaign: campaigns[0]?.[0] ?? null,
    influence: said.join(', '),
    attributed: attributed / 10 ** minorUnitExponent(currency),
  }
}

/** The shares of a CRM's own campaigns in what was credited, together exactly 100; none where none of them was. */
export function campaignShares(
  cells: readonly CreditCell[],
  campaignOf: (placeNo: number) => string | null,
): { campaign: string; percent: number }[] {
  const sums = sumsBy(cells, ({ placeNo }) => campaignOf(placeNo)).filter(([, minor]) => minor > 0)
  const shares = percentShares(sums.map(([, minor]) => minor))
  return sums.flatMap(([campaign], i) => (shares[i] ? [{ campaign, percent: shares[i] }] : []))
}

/** Most first; what is named alike is added up, and what has no name is left out. */
function sumsBy(
  cells: readonly CreditCell[],
  nameOf: (cell: CreditCell) => string | null | undefined,
): [name: string, minor: number][] {
  const sums = new Map<string, number>()
  for (const cell of cells) {
    const name = nameOf(cell)
    if (typeof name !== 'string') continue
    const sign = cell.kind === 'won' ? 1 : netSign[cell.kind]
    sums.set(name, (sums.get(name) ?? 0) + sign * cell.minor)
  }
  return [...sums].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))
}
