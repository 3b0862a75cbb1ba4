import type { Account } from '@throughline/connector-kit'
import { lost, without } from './day-marks.ts'
import type { MetaCtx } from './graph.ts'
import type { Figures } from './insight-query.ts'
import { addTo, namesOfSeries } from './insight-row.ts'
import type { MetricsPage, Running } from './metrics.ts'
import { spendByDay } from './spend-by-day.ts'

const pageRows = 500

/**
 * Days of an ad that had a row last time and have none now went to zero: Meta leaves out what did not happen. They become rows of
 * zeros, but only on days on which all that was read comes to what Meta itself sums: a report that left something out never makes
 * zeros.
 */
export async function* writeZeros(
  ctx: MetaCtx,
  figures: Figures,
  account: Account,
  from: Running,
): AsyncGenerator<MetricsPage & { next: Running }> {
  const { run } = from
  const before = from.accounts[account.id]
  if (!before?.known || !run.tracked) return
  const gone = [...lost(before.known, run.seen, { from: run.from, until: run.until })]
  if (gone.length === 0) return
  const sums = await spendByDay(ctx, figures, account, { since: run.from, until: run.until })
  const proved = gone.filter(({ day }) => (sums.get(day) ?? 0) === (run.sums[day] ?? 0))
  let { known } = before
  for (let at = 0; at < proved.length; at += pageRows) {
    const part = proved.slice(at, at + pageRows)
    known = without(known, part)
    const nothing = { spend: '0', impressions: '0', clicks: '0' }
    const rows = part.map(({ series, day }) => ({
      ...namesOfSeries(figures, series),
      ...{ date_start: day, date_stop: day, ...nothing },
    }))
    yield {
      rows: addTo(rows, account, run.until),
      next: { ...from, accounts: { ...from.accounts, [account.id]: { ...before, known } } },
    }
  }
}
