import type { Day } from '@throughline/canonical'
import type { Inside } from '@throughline/db'
import { effectiveFacts } from '../../ledger/index.ts'
import { deliverySums } from '../delivery/index.ts'
import type { NumberedPlace } from '../places.store.ts'

/** What texts of one broadcast cost on one day. */
export interface TextSpend {
  source: string | null
  campaign: string | null
  list: string | null
  day: Day | null
  /** Null where it was paid in another currency. */
  minor: number | null
}

/** What texts cost on a range's days, with the list that each broadcast went to. */
export async function textSpends(
  inside: Inside,
  asked: { from: Day; to: Day; batch: number; currency: string },
  places: ReadonlyMap<number, NumberedPlace>,
): Promise<TextSpend[]> {
  const { from, to, batch, currency } = asked
  const sums = await deliverySums(inside, { from, to, batch, kinds: ['spend'], by: 'day_and_place' })
  const paid = sums.flatMap((sum) => {
    const place = places.get(sum.placeNo ?? 0)
    return place?.channel === 'sms' ? [{ ...sum, place }] : []
  })
  const facts = await effectiveFacts(
    inside,
    paid.flatMap(({ place: { source, campaign } }) =>
      source === null || campaign === null ? [] : [{ kind: 'campaign', source, key: campaign }],
    ),
  )
  const lists = new Map(facts.map(({ source, key, value }) => [`${source}\0${key}`, value['list']]))
  return paid.map(({ day, minor, currency: of, place: { source, campaign } }) => {
    const list = lists.get(`${source}\0${campaign}`)
    return {
      source,
      campaign,
      list: typeof list === 'string' ? list : null,
      day,
      minor: of === currency ? minor : null,
    }
  })
}
