import { sql, type Inside } from '@throughline/db'

/** Whose a journey is. */
export interface JourneyOwner {
  journeyNo: number
  contactNo: number
}

/** Whose the journeys after a number are, in order. */
export async function ownersAfter(
  { db }: Pick<Inside, 'db'>,
  journeyNo: number,
  limit: number,
): Promise<JourneyOwner[]> {
  const rows = await db.execute<{ journey_no: number; contact_no: number }>(sql`
    select journey_no, contact_no from journey
    where journey_no > ${journeyNo}::int order by tenant_id, journey_no limit ${limit}::int`)
  return rows.map((row) => ({ journeyNo: row.journey_no, contactNo: row.contact_no }))
}
