import { sql, type Inside } from '@throughline/db'

/** Whose each of these journeys is. */
export async function givers(
  { db }: Pick<Inside, 'db'>,
  journeyNos: readonly number[],
): Promise<(journeyNo: number) => number> {
  if (journeyNos.length === 0) return () => 0
  const rows = await db.execute<{ journey_no: number; contact_no: number }>(sql`
    select journey_no, contact_no from journey where journey_no = any(${`{${[...new Set(journeyNos)].join(',')}}`}::int[])`)
  const of = new Map(rows.map((row) => [row.journey_no, row.contact_no]))
  return (no) => of.get(no) ?? 0
}
