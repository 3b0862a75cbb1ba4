import type { Day } from '@throughline/canonical'
import { sql, type Inside } from '@throughline/db'
import type { FxRate } from './fx.ts'

/** The rates into one currency for days [from, to]. */
export async function fxRates(
  { db }: Pick<Inside, 'db'>,
  { from, to, currency }: { from: Day; to: Day; currency: string },
): Promise<FxRate[]> {
  const rows = await db.execute<{ day: Day; from_currency: string; rate: string }>(sql`
    select day::text as day, from_currency, rate::text as rate from fx_rate
    where day between ${from}::date and ${to}::date and to_currency = ${currency} order by 1, 2`)
  return rows.map((row) => ({ day: row.day, from: row.from_currency, to: currency, rate: row.rate }))
}

/** Enters rates, by hand or from a file; a rate given again replaces the one of that day. */
export async function writeFxRates({ db, tenantId }: Inside, rates: readonly FxRate[]): Promise<void> {
  if (rates.length === 0) return
  await db.execute(sql`
    insert into fx_rate (tenant_id, day, from_currency, to_currency, rate)
    select ${tenantId}, day, "from", "to", rate from json_to_recordset(${JSON.stringify(rates)}::text::json)
      as x (day date, "from" text, "to" text, rate numeric)
    on conflict (tenant_id, day, from_currency, to_currency) do update set rate = excluded.rate`)
}
