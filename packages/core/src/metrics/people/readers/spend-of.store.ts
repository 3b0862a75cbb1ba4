import type { Inside } from '@throughline/db'
import { daySums, net, peopleAt } from '../../../ledger/index.ts'
import { inTenantCurrency } from '../../in-tenant-currency.ts'
import type { Asked } from './giving.store.ts'

/** Minor units in the tenant's currency; NaN where a rate is missing, undefined where nothing was told. */
export type Told = number | undefined

/** What ads and texts cost on the days of the question. */
export async function spendOf(inside: Inside, { range, batch, currency }: Asked): Promise<Told> {
  const sums = await daySums(inside, { from: range.from, to: range.to, batch, kinds: ['spend'] })
  return sumIn(await inTenantCurrency(inside, sums, currency), currency)
}

/** Net of everything given on the days of the question, also by nobody known. */
export async function netOf(inside: Inside, { range, batch, currency }: Asked): Promise<Told> {
  const sums = await inTenantCurrency(
    inside,
    await daySums(inside, { from: range.from, to: range.to, batch }),
    currency,
  )
  if (sums.some((sum) => sum.currency !== currency && sum.minor !== 0)) return NaN
  return sums.length === 0 ? undefined : net(sums)
}

/** What winning one new donor cost on the days of the question: spend ÷ people whose first gift lies on them. */
export async function costOfWinning(inside: Inside, asked: Asked): Promise<{ cost: Told; newDonors: number }> {
  const { range, batch } = asked
  const [spend, people] = [
    await spendOf(inside, asked),
    await peopleAt(inside, { from: range.from, to: range.to, batch }),
  ]
  return {
    cost: spend === undefined || people.newDonors === 0 ? undefined : spend / people.newDonors,
    newDonors: people.newDonors,
  }
}

function sumIn(sums: readonly { currency: string; minor: number }[], currency: string): Told {
  if (sums.some((sum) => sum.currency !== currency && sum.minor !== 0)) return NaN
  return sums.length === 0 ? undefined : sums.reduce((total, { minor }) => total + minor, 0)
}
