import { instantOf, sql, type Inside } from '@throughline/db'
import { tiers, type Tier } from '../evidence.ts'
import type { Customer } from '../journeys/journey.ts'
import { unpackTouches } from '../journeys/pack-touches.ts'
import { recordNames } from '../names.store.ts'
import type { CreditChannel } from '../place.ts'
import type { Places } from '../places.store.ts'
import type { JourneyLine } from './views.ts'

/** Channels of one journey that a line shows. */
const shown = 12

/** Lines of these journeys, in any order. */
export async function journeyLines(
  inside: Pick<Inside, 'db' | 'tenantId'>,
  numbers: readonly number[],
  places: Places,
): Promise<Omit<JourneyLine, 'donor' | 'credited'>[]> {
  const rows = await inside.db.execute<{
    journey_no: number
    source: string
    source_key: string
    happened_at: string
    contact_no: number
    customer: Customer
    gross: string
    net: string
    currency: string
    form: string | null
    tier: number
    last_place: number
    touches: Uint8Array
  }>(sql`
    select journey_no, source, source_key, happened_at, contact_no, customer, gross, net, currency, form, tier, last_place, touches
    from journey where journey_no = any(${`{${numbers.join(',')}}`}::int[])`)
  const lastOf = (placeNo: number) => {
    const place = places.byNo.get(placeNo)
    const source = place?.source ?? ''
    return place?.campaign ? { kind: 'campaign', source, key: place.campaign } : null
  }
  const nameOf = await recordNames(
    inside,
    rows.flatMap((row) => lastOf(row.last_place) ?? []),
  )
  return rows.map((row) => {
    const touches = unpackTouches(row.touches)
    const last = lastOf(row.last_place)
    return {
      journeyNo: row.journey_no,
      source: row.source,
      key: row.source_key,
      happenedAt: instantOf(row.happened_at),
      contactNo: row.contact_no,
      customer: row.customer,
      gross: Number(row.gross),
      net: Number(row.net),
      currency: row.currency,
      form: row.form,
      tier: (tiers[row.tier] ?? 'none') satisfies Tier,
      touches: touches.length,
      channels: inTurn(touches.map(({ placeNo }) => places.byNo.get(placeNo)?.channel ?? 'other')).slice(-shown),
      last: (last && (nameOf(last) ?? last.key)) ?? places.byNo.get(row.last_place)?.refcode ?? null,
    }
  })
}

/** Neighbours of one channel once. */
const inTurn = (channels: readonly CreditChannel[]): CreditChannel[] =>
  channels.filter((channel, i) => channel !== channels[i - 1])
