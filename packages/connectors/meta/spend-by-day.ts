import type { Account } from '@throughline/connector-kit'
import { Currency } from '@throughline/canonical'
import { z } from 'zod'
import { toMoney } from './amounts.ts'
import { getAll, type MetaCtx } from './graph.ts'
import { accountQuery, type Figures } from './insight-query.ts'

const Row = z.looseObject({ date_start: z.iso.date(), spend: z.union([z.string(), z.number()]).optional() })

/**
 * What an account spent by day of its own calendar, in minor units, as Meta sums it: days without spend are left out. With a
 * breakdown, of all its parts together. Both days inclusive.
 */
export async function spendByDay(
  ctx: MetaCtx,
  figures: Figures,
  account: Account,
  days: { since: string; until: string },
): Promise<Map<string, number>> {
  const currency = Currency.parse(account.currency)
  const query = accountQuery(figures, days)
  const rows = await getAll(ctx, `act_${account.id}/insights`, { bucket: 'insights', query })
  const sums = new Map<string, number>()
  for (const row of rows) {
    const parsed = Row.safeParse(row)
    if (!parsed.success) continue
    const { date_start: day, spend = '0' } = parsed.data
    sums.set(day, (sums.get(day) ?? 0) + toMoney(spend, currency).minor)
  }
  return sums
}
