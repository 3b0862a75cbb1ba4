import { sql, type Inside, type SQL } from '@throughline/db'
import { fxRates, inCurrency, zoneAt, type FxRate } from '../../ledger/index.ts'
import { dayOfNumber } from './day-number.ts'
import type { MoneyColumns } from './person-money.ts'

/** The highest version known at the batch, or none. A look-up of its own per row: see the ledger's `isEffective`. */
const effective = (batch: number): SQL => sql`not f.withdrawn and f.batch <= ${batch}::bigint and not exists (
  select 1 from fact newer where newer.kind = f.kind and newer.source = f.source and newer.source_key = f.source_key
    and newer.version > f.version and newer.batch <= ${batch}::bigint offset 0)`

const recordBytes = 28

/**
 * Gross and fees of approved gifts, refunds, chargebacks and fees returned, part by part, from facts: strips hold no fees. Each is read
 * once, so that nothing is counted twice however many touches or segments somebody has. Packed by the database into one long value. What
 * no rate restates in the currency is NaN, as is every sum that it is in: who gave is known, what it comes to is not.
 */
export async function readMoney(inside: Pick<Inside, 'db'>, batch: number, currency: string): Promise<MoneyColumns> {
  const zone = await zoneAt(inside, batch)
  const day = sql`coalesce((f.value -> 'sourceDay' ->> 'day')::date, (f.happened_at at time zone ${zone})::date) - date '1970-01-01'`
  const rows = await inside.db.execute<{ currency: string; packed: Uint8Array }>(sql`
    select part.amount ->> 'currency' as currency, string_agg(int4send(contact) || int4send(day) || int8send(sec)
      || int8send(part.sign * (part.amount ->> 'minor')::bigint) || int4send(part.gross), ''::bytea) as packed
    from (
      select f.kind, f.value, coalesce(f.contact_no, 0) as contact, ${day} as day, floor(extract(epoch from f.happened_at))::bigint as sec
      from fact f where f.kind in ('conversion', 'refund') and ${effective(batch)}
        and (f.kind = 'refund' or (f.value ->> 'status' = 'approved' and f.value ->> 'type' not in ('lead', 'opportunity')))
    ) known cross join lateral (values
      (value -> 'amount', case kind when 'refund' then -1 else 1 end, case kind when 'refund' then 0 else 1 end),
      (value -> 'fee' -> 'amount', -1, 0), (value -> 'feeReturned' -> 'amount', 1, 0)) part (amount, sign, gross)
    where part.amount is not null and contact <> 0 group by 1`)
  return restated(
    inside,
    rows.map(({ currency: of, packed }) => ({ of, ...unpacked(packed) })),
    currency,
  )
}

function unpacked(packed: Uint8Array): MoneyColumns {
  const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.length)
  const columns = emptyMoney(bytes.length / recordBytes)
  for (let i = 0; i < columns.n; i++) {
    const at = i * recordBytes
    columns.contact[i] = bytes.readInt32BE(at)
    columns.day[i] = bytes.readInt32BE(at + 4)
    columns.sec[i] = Number(bytes.readBigInt64BE(at + 8))
    columns.minor[i] = Number(bytes.readBigInt64BE(at + 16))
    columns.gross[i] = bytes.readInt32BE(at + 24)
  }
  return columns
}

/** Columns in shared memory, all zero. */
function emptyMoney(n: number): MoneyColumns {
  const shared = (bytes: number) => new SharedArrayBuffer(bytes)
  return {
    n,
    contact: new Uint32Array(shared(4 * n)),
    day: new Int32Array(shared(4 * n)),
    sec: new Uint32Array(shared(4 * n)),
    minor: new Float64Array(shared(8 * n)),
    gross: new Uint8Array(shared(n)),
  }
}

/** All of it in one currency, each part by its own day's rate. */
async function restated(
  inside: Pick<Inside, 'db'>,
  parts: readonly (MoneyColumns & { of: string })[],
  currency: string,
): Promise<MoneyColumns> {
  const money = emptyMoney(parts.reduce((sum, { n }) => sum + n, 0))
  const foreign = parts.some(({ of }) => of !== currency)
  const rates = foreign ? await fxRates(inside, { from: '1970-01-01', to: '9999-12-31', currency }) : []
  let at = 0
  for (const { of, n, ...part } of parts) {
    money.contact.set(part.contact, at)
    money.day.set(part.day, at)
    money.sec.set(part.sec, at)
    money.gross.set(part.gross, at)
    money.minor.set(of === currency ? part.minor : priced(part, { of, currency, rates }), at)
    at += n
  }
  return money
}

function priced(
  { day, minor }: Pick<MoneyColumns, 'day' | 'minor'>,
  { of, currency, rates }: { of: string; currency: string; rates: readonly FxRate[] },
): Float64Array {
  const rows = Array.from(minor, (each, i) => ({ day: dayOfNumber(day[i]!), currency: of, minor: each }))
  return Float64Array.from(inCurrency(rows, currency, rates).rows, (row) =>
    row.currency === currency ? row.minor : NaN,
  )
}
