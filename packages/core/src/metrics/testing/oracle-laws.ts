import { deepStrictEqual } from 'node:assert/strict'
import { creditOf, knownAfter, makeTruth, type Known } from '@throughline/world/oracle'
import { tellTruth, type ToldTenant, type TruthHouse } from './tell-truth.ts'

/** Each of so many small random tenants, from a seed on: what the product says of it is what an oracle says that shares nothing with it. */
export async function checkOracleLaws(
  house: TruthHouse,
  { from, count }: { from: number; count: number },
): Promise<void> {
  for (let seed = from; seed < from + count; seed += 1) {
    const truth = makeTruth(seed)
    const tenant = await tellTruth(house, truth)
    try {
      await creditAddsUp(house, tenant, knownAfter(truth))
    } catch (error) {
      throw new Error(`seed ${seed}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
    }
  }
}

async function creditAddsUp({ superuser }: TruthHouse, { tenantId }: ToldTenant, known: Known): Promise<void> {
  const rows = await superuser<{ name: string; minor: string }[]>`
    select concat_ws('|', c.day::text, c.kind, c.currency, c.customer, coalesce(p.source, '-'), coalesce(p.campaign, '-'),
      coalesce(p.ad, '-'), coalesce(p.creative, '-')) as name, sum(c.minor)::text as minor
    from credit_movement c left join touch_place p using (tenant_id, place_no)
    where c.tenant_id = ${tenantId} group by 1 having sum(c.minor) <> 0 order by 1`
  const sums = new Map<string, number>()
  for (const { day, kind, currency, donorType, place, minor } of creditOf(known, {
    model: 'last_non_direct',
    clickDays: 28,
    viewDays: 28,
  })) {
    const name = [
      day,
      kind,
      currency,
      donorType,
      place?.source ?? '-',
      place?.campaign ?? '-',
      place?.ad ?? '-',
      place?.creative ?? '-',
    ].join('|')
    sums.set(name, (sums.get(name) ?? 0) + minor)
  }
  deepStrictEqual(
    Object.fromEntries(rows.map(({ name, minor }) => [name, Number(minor)]).sort()),
    Object.fromEntries([...sums].filter(([, minor]) => minor !== 0).sort()),
  )
}
