import type { Day } from '@throughline/canonical'
import { sql, type Inside } from '@throughline/db'

/** Gifts of a range in other currencies than this one. */
export async function otherCurrencies(
  { db }: Pick<Inside, 'db'>,
  { from, to, currency }: { from: Day; to: Day; currency: string },
): Promise<number> {
  const [row] = await db.execute<{ n: string }>(sql`
    select coalesce(sum(n), 0)::text as n from money_movement
    where day between ${from}::date and ${to}::date and kind = 'gross' and currency <> ${currency}`)
  return Number(row?.n ?? 0)
}
