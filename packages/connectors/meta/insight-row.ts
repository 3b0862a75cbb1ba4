import type { Account } from '@throughline/connector-kit'
import { z } from 'zod'
import { toMoney } from './amounts.ts'
import { mark, type DayMarks } from './day-marks.ts'
import type { Figures } from './insight-query.ts'
import { shallowDays } from './metrics-window.ts'
import { addDays } from './times.ts'

type Row = Record<string, unknown>

const Counted = z.looseObject({
  ad_id: z.coerce.string(),
  date_start: z.iso.date(),
  spend: z.union([z.string(), z.number()]).optional(),
})

/** What is added to rows as they are read: whose they are, in which zone their day lies, and whether it still moves. */
export function addTo(rows: readonly unknown[], account: Account, today: string): Row[] {
  const settled = addDays(today, -shallowDays)
  const { id: account_id, currency: account_currency, zone: account_zone } = account
  return rows.map((row) => {
    const { date_start: day } = row as Row
    const provisional = typeof day === 'string' && day > settled
    return { account_id, account_currency, ...(row as Row), account_zone, provisional }
  })
}

/** Remembers a row's day and spend. A row that cannot be read is set aside by itself and counts for nothing. */
export function countRow(
  row: unknown,
  figures: Figures,
  account: Account,
  { seen, sums }: { seen: DayMarks; sums: Record<string, number> },
): void {
  const parsed = Counted.safeParse(row)
  if (!parsed.success) return
  const { date_start: day, spend = '0' } = parsed.data
  mark(seen, seriesOf(figures, parsed.data), day)
  try {
    sums[day] = (sums[day] ?? 0) + toMoney(spend, account.currency ?? 'USD').minor
  } catch {
    // Its day then comes to less than Meta sums, and nothing on it is taken for zero.
  }
}

/** An ad, or a part of one: what a row is besides its day. */
function seriesOf({ breakdown }: Figures, row: Row): string {
  return [row.ad_id, ...breakdown.map((name) => row[name] ?? '')].map(String).join('\t')
}

export function namesOfSeries({ breakdown }: Figures, series: string): Row {
  const [ad_id, ...values] = series.split('\t')
  return { ad_id, ...Object.fromEntries(breakdown.map((name, index) => [name, values[index]])) }
}
