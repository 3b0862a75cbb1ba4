import { sql, type Inside } from '@throughline/db'
import type { Codes } from '../evidence.ts'
import type { Place } from '../place.ts'

/** What a journey's codes were, and where they were found to lead. */
export interface JourneyCodes {
  journeyNo: number
  contactNo: number
  codes: Codes
  place: Place | null
}

/** Codes of journeys after a number, in order. */
export async function codesAfter(
  { db }: Pick<Inside, 'db'>,
  journeyNo: number,
  limit: number,
): Promise<JourneyCodes[]> {
  const rows = await db.execute<{ journey_no: number; contact_no: number; codes: Codes; place: Place | null }>(sql`
    select journey_no, contact_no, codes, finding -> 'place' as place from journey
    where journey_no > ${journeyNo}::int order by tenant_id, journey_no limit ${limit}::int`)
  return rows.map((row) => ({
    journeyNo: row.journey_no,
    contactNo: row.contact_no,
    codes: row.codes,
    place: row.place,
  }))
}
