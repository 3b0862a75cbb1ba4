import { sql, type Inside } from '@throughline/db'
import { creditChannels, placeName, type Place } from './place.ts'

type Writing = Pick<Inside, 'db' | 'tenantId'>

interface Row extends Record<string, unknown> {
  place_no: number
  channel: number
  source: string | null
  campaign: string | null
  ad_set: string | null
  ad: string | null
  creative: string | null
  refcode: string | null
  list: string | null
  partner: string | null
}

/** A place with its number: 0 is nowhere. */
export interface NumberedPlace extends Place {
  placeNo: number
}

const placeOf = (row: Row): NumberedPlace => ({
  placeNo: row.place_no,
  channel: creditChannels[row.channel] ?? 'other',
  source: row.source,
  campaign: row.campaign,
  adSet: row.ad_set,
  ad: row.ad,
  creative: row.creative,
  refcode: row.refcode,
  list: row.list,
  partner: row.partner,
})

/** The places of a tenant, by number and by name. */
export interface Places {
  byNo: Map<number, NumberedPlace>
  /** 0 for a place that has none yet. */
  numberOf: (place: Place) => number
}

/** Every place of the tenant. */
export async function readPlaces({ db }: Pick<Inside, 'db'>): Promise<Places> {
  const rows = await db.execute<Row>(sql`
    select place_no, channel, source, campaign, ad_set, ad, creative, refcode, list, partner from touch_place`)
  return placesOf(rows.map(placeOf))
}

function placesOf(places: readonly NumberedPlace[]): Places {
  const numbers = new Map(places.map((place) => [placeName(place), place.placeNo]))
  return {
    byNo: new Map(places.map((place) => [place.placeNo, place])),
    numberOf: (place) => numbers.get(placeName(place)) ?? 0,
  }
}

/** Gives numbers to places that have none. The ledger's lock is held, so no number is given twice. */
export async function numberPlaces(
  inside: Writing,
  wanted: Iterable<Place>,
  known: Places,
  lastNo: number,
): Promise<{ places: Places; lastNo: number }> {
  const missing = (places: Places) =>
    new Map([...wanted].filter((place) => places.numberOf(place) === 0).map((place) => [placeName(place), place]))
  if (missing(known).size === 0) return { places: known, lastNo }
  // Others may have numbered some since these were read.
  const places = await readPlaces(inside)
  const fresh = [...missing(places)].map(([name, place], i) => ({ ...place, name, placeNo: lastNo + 1 + i }))
  if (fresh.length === 0) return { places, lastNo }
  const rows = fresh.map((place) => ({ ...place, channel: creditChannels.indexOf(place.channel) }))
  await inside.db.execute(sql`
    insert into touch_place (tenant_id, place_no, name, channel, source, campaign, ad_set, ad, creative, refcode, list, partner)
    select ${inside.tenantId}, "placeNo", name, channel, source, campaign, "adSet", ad, creative, refcode, list, partner
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as x ("placeNo" int, name text, channel smallint, source text,
      campaign text, "adSet" text, ad text, creative text, refcode text, list text, partner text)`)
  return { places: placesOf([...places.byNo.values(), ...fresh]), lastNo: lastNo + fresh.length }
}
