import type { Range, Tally, Total } from '@throughline/connector-kit'
import { accountsOf } from './accounts.ts'
import { toMoney } from './amounts.ts'
import { getPage, type MetaCtx } from './graph.ts'
import type { Figures } from './insight-query.ts'
import type { InsightRow } from './insight-schema.ts'
import { unknownStatus } from './map-object.ts'
import type { ObjectKind } from './object-kinds.ts'
import { spendByDay } from './spend-by-day.ts'
import { addDays, dayIn, oldestDay } from './times.ts'

/** How many objects Meta lists, archived ones included, deleted ones not. */
export async function countObjects(ctx: MetaCtx, kind: ObjectKind): Promise<Total[]> {
  let count = 0
  for (const { id } of await accountsOf(ctx)) {
    const query = {
      fields: 'id',
      limit: '1',
      summary: 'total_count',
      ...(kind.statuses ? { effective_status: JSON.stringify(kind.statuses) } : {}),
    }
    const { total } = await getPage(ctx, `act_${id}/${kind.path}`, { bucket: 'objects', query })
    if (total === undefined) return []
    count += total
  }
  return [{ count }]
}

/** An object that is not listed any longer is in no count. */
export function tallyObject(row: { listed: boolean; effective_status?: unknown }): Tally {
  return { gone: !row.listed || row.effective_status === 'DELETED' || row.effective_status === unknownStatus }
}

/** What Meta says that the accounts spent, by account day: all ads, deleted ones included, have to come to it exactly. */
export async function sumSpend(ctx: MetaCtx, figures: Figures, range: Range): Promise<Total[]> {
  const sums = new Map<string, Total & { sum: { minor: number; currency: string } }>()
  for (const account of await accountsOf(ctx)) {
    const today = dayIn(account.zone ?? 'UTC', ctx.now())
    // Days that this connection was never to read are none of its totals.
    const since = latest(latest(range.from, ctx.config.backfillFrom), oldestDay(today))
    const last = addDays(range.to, -1)
    const until = last < today ? last : today
    if (since > until) continue
    for (const [day, minor] of await spendByDay(ctx, figures, account, { since, until })) {
      const currency = account.currency ?? 'USD'
      const sum = sums.get(`${day} ${currency}`)?.sum.minor ?? 0
      sums.set(`${day} ${currency}`, { day, sum: { minor: sum + minor, currency } })
    }
  }
  return [...sums.values()]
}

export function tallySpend(row: InsightRow): Tally {
  return { day: row.date_start, sum: toMoney(row.spend ?? '0', row.account_currency) }
}

const latest = (a: string, b: string): string => (a > b ? a : b)
