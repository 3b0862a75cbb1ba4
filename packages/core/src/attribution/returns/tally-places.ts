import type { Day } from '@throughline/canonical'
import type { Inside } from '@throughline/db'
import { netSign } from '../../ledger/index.ts'
import { deliverySums, type DeliveryKind } from '../delivery/index.ts'
import { creditSums } from './credit-sums.store.ts'
import { emptyTally, type ReturnTally } from './return-tally.ts'

const kinds: readonly DeliveryKind[] = ['spend', 'impressions', 'clicks', 'link_clicks', 'sent', 'message_clicked']

/** What every place cost and is credited with in a range, by its number; 0 is nowhere. */
export async function tallyPlaces(
  inside: Inside,
  asked: { from: Day; to: Day; currency: string; batch: number },
): Promise<Map<number, ReturnTally>> {
  const tallies = new Map<number, ReturnTally>()
  const of = (placeNo: number) => {
    const known = tallies.get(placeNo)
    if (known) return known
    const fresh = emptyTally()
    tallies.set(placeNo, fresh)
    return fresh
  }
  for (const { placeNo, customer, tier, kind, minor, micro } of await creditSums(inside, asked)) {
    const tally = of(placeNo)
    tally.net += netSign[kind] * minor
    if (tier === 'deterministic') tally.certain += netSign[kind] * minor
    tally.micro[customer] += micro
  }
  const { from, to, batch, currency } = asked
  for (const sum of await deliverySums(inside, { from, to, batch, kinds, by: 'place' })) {
    const tally = of(sum.placeNo ?? 0)
    if (sum.kind === 'spend' && sum.currency !== currency) tally.otherSpend = true
    else if (sum.kind === 'spend') tally.spend += sum.minor
    else if (sum.kind === 'impressions') tally.impressions += sum.n
    else if (sum.kind === 'clicks' || sum.kind === 'message_clicked') tally.clicks += sum.n
    else if (sum.kind === 'link_clicks') tally.linkClicks += sum.n
    else tally.sent += sum.n
  }
  return tallies
}
