import type { Day } from '@throughline/canonical'
import { sql, type Inside } from '@throughline/db'
import type { ConversionSet } from '../columns/columns.store.ts'

/** Gifts, or won deals, of a range in other currencies than this one. */
export async function otherCurrencies(
  { db }: Pick<Inside, 'db'>,
  { from, to, of, currency }: { from: Day; to: Day; of: ConversionSet; currency: string },
): Promise<number> {
  const [row] = await db.execute<{ n: string }>(sql`
    select coalesce(sum(n), 0)::text as n from money_movement
    where day between ${from}::date and ${to}::date and kind = ${of === 'won' ? 'won' : 'gross'} and currency <> ${currency}`)
  return Number(row?.n ?? 0)
}
