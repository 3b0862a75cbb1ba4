import { deepStrictEqual, ok } from 'node:assert/strict'
import type { CanonicalRecord } from '@throughline/canonical'
import fc from 'fast-check'
import { writeBatch } from '../../../ledger/index.ts'
import { changeZone } from '../../../ledger/testing/change-zone.ts'
import { row } from '../../../ledger/testing/gift.ts'
import { newTenant, type LawHouse, type LawTenant } from '../../../ledger/testing/ledger-laws.ts'
import { attributeSome } from '../../attribute.ts'
import type { KnownReaders } from '../../readers.store.ts'
import { checkDelivery } from '../check-delivery.ts'
import { expectedDelivery, type Told } from './delivery-oracle.ts'

const connectionId = '00000000-0000-4000-8000-0000000000c1'
const now = new Date('2026-11-20T15:00:00Z')
const zones = ['America/Chicago', 'Asia/Tokyo', 'America/Los_Angeles'] as const

type Step = { key: string; records: CanonicalRecord[] } | { zone: (typeof zones)[number] }

const at = fc.integer({ min: 0, max: 24 * 20 }).map((hour) => new Date(Date.UTC(2026, 9, 20, hour)).toISOString())
const ads = ['one', 'two', 'three'] as const
const campaigns = ['fall', 'gala'] as const
const creatives = ['video', 'poster'] as const

const spent = fc
  .record({
    n: fc.nat(11),
    minor: fc.nat(9_000),
    impressions: fc.nat(500),
    ad: fc.option(fc.constantFrom(...ads), { nil: undefined }),
    campaign: fc.constantFrom(...campaigns),
    creative: fc.option(fc.constantFrom(...creatives), { nil: undefined, freq: 5 }),
    currency: fc.constantFrom('USD', 'USD', 'EUR'),
    part: fc.integer({ min: 0, max: 6 }),
  })
  .map(({ n, minor, impressions, ad, campaign, creative, currency, part }): Step => {
    const day = `2026-10-${String(20 + n).padStart(2, '0')}`
    const record: CanonicalRecord = {
      kind: 'spend',
      key: `spend ${n}`,
      happenedAt: `${day}T05:00:00.000Z`,
      sourceDay: { day, zone: 'America/New_York' },
      amount: { minor, currency },
      campaign,
      ...(ad ? { ad } : {}),
      ...(creative ? { creative } : {}),
      impressions,
      clicks: Math.floor(impressions / 10),
      ...(part === 0 ? { breakdown: { publisher_platform: 'instagram' } } : {}),
    }
    return { key: `spend ${n}`, records: [record] }
  })
const texted = fc
  .record({
    n: fc.nat(19),
    at,
    type: fc.constantFrom('text_sent', 'text_delivered', 'text_clicked', 'email_opened'),
    campaign: fc.option(fc.constantFrom(...campaigns), { nil: undefined }),
    suspect: fc.integer({ min: 0, max: 4 }),
  })
  .map(({ n, at, type, campaign, suspect }): Step => ({
    key: `text ${n}`,
    records: [
      {
        kind: 'touchpoint',
        key: `text ${n}`,
        happenedAt: at,
        type: type as 'text_sent',
        channel: type === 'email_opened' ? 'email' : 'sms',
        person: { anonymousKey: `text ${n}` },
        ...(campaign ? { campaign, creative: campaign } : {}),
        ...(suspect === 0 ? { suspect: true } : {}),
      },
    ],
  }))
const shown = fc
  .record({
    ad: fc.constantFrom(...ads),
    campaign: fc.constantFrom(...campaigns),
    creative: fc.option(fc.constantFrom(...creatives), { nil: undefined }),
  })
  .map(({ ad, campaign, creative }): Step => ({
    key: `ad ${ad}`,
    records: [
      { kind: 'ad', key: ad, happenedAt: '2026-10-19T00:00:00.000Z', campaign, ...(creative ? { creative } : {}) },
    ],
  }))
const ran = fc
  .record({
    key: fc.constantFrom(...campaigns),
    channel: fc.constantFrom('ads', 'sms', 'social'),
    creative: fc.option(fc.constantFrom(...creatives), { nil: undefined }),
  })
  .map(({ key, channel, creative }): Step => ({
    key: `campaign ${key}`,
    records: [
      {
        kind: 'campaign',
        key,
        happenedAt: '2026-10-19T00:00:00.000Z',
        channel: channel as 'ads',
        ...(creative ? { creative } : {}),
      },
    ],
  }))
const gone = fc.nat(11).map((n): Step => ({
  key: `gone ${n}`,
  records: [{ kind: 'withdrawal', key: `spend ${n}`, of: 'spend', happenedAt: '2026-11-10T00:00:00.000Z' }],
}))
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: spent },
  { weight: 6, arbitrary: texted },
  { weight: 3, arbitrary: shown },
  { weight: 3, arbitrary: ran },
  { weight: 1, arbitrary: gone },
  { weight: 1, arbitrary: fc.constantFrom(...zones).map((zone): Step => ({ zone })) },
)

/**
 * Laws of delivery over random histories of spend that is restated, broken down and withdrawn, texts, ads and campaigns that are read late or
 * change what they show, and other zones: spend is money to the cent on every day, in every currency, at every batch; what was booked
 * step by step is what an oracle that shares no code adds up, and what a rebuild does; rows in any other order end in the same sums.
 */
export async function checkDeliveryLaws(
  house: LawHouse,
  { seed, runs, steps = 24 }: { seed: number; runs: number; steps?: number },
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ step, follow: fc.boolean() }), { minLength: 6, maxLength: steps }),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: steps, maxLength: steps }),
      async (list, luck) => tryHistory(house, list, luck),
    ),
    { seed, numRuns: runs, endOnFailure: true },
  )
}

async function tryHistory(
  house: LawHouse,
  list: readonly { step: Step; follow: boolean }[],
  luck: readonly number[],
): Promise<void> {
  const tenant = await newTenant(house, zones[0])
  let zone: string = zones[0]
  for (const { step, follow } of list) {
    await take(tenant, step)
    if ('zone' in step) zone = step.zone
    if (follow) await followBack(tenant)
  }
  await followBack(tenant)
  await tiesOut(house, tenant)
  deepStrictEqual(await tenant.inside(checkDelivery), [])

  const told = list.flatMap(({ step }) => ('records' in step ? [step] : []))
  const last = [...new Map(told.map((each) => [each.key, each])).values()]
  deepStrictEqual(await deliveryOf(house, tenant), expectedDelivery(last as Told[], zone))

  const other = await newTenant(house, zone)
  const mixed = last.map((each, i) => ({ each, by: luck[i] ?? 0 })).sort((a, b) => a.by - b.by)
  for (const { each, by } of mixed) {
    await take(other, each)
    if (by < 0.5) await followBack(other)
  }
  await followBack(other)
  deepStrictEqual(await deliveryOf(house, other), await deliveryOf(house, tenant))
}

async function take(tenant: LawTenant, step: Step): Promise<void> {
  if ('zone' in step) {
    await tenant.inside((inside) => changeZone(inside, step.zone, now))
    return
  }
  const rows = [row(step.key, step.records, { stream: 'rows' })]
  await tenant.inside((inside) =>
    writeBatch(inside, { rows, connectionId, origin: 'read', now, keyring: tenant.keyring }),
  )
}

async function followBack(tenant: LawTenant): Promise<void> {
  const known: KnownReaders = new Map()
  for (let steps = 0; (await tenant.inside((it) => attributeSome(it, known))).more; steps += 1)
    ok(steps < 500, 'following comes to an end')
}

/** Spend against the ledger's, as known at every batch. */
async function tiesOut({ superuser }: LawHouse, { tenantId }: LawTenant): Promise<void> {
  const sums = (table: 'money_movement' | 'delivery_movement') =>
    superuser.unsafe(
      `select b.batch::text, m.day::text, m.currency, sum(m.minor)::text as minor from batch b
       join ${table} m on m.tenant_id = b.tenant_id and m.batch <= b.batch
       where b.tenant_id = '${tenantId}' and m.kind = 'spend' group by 1, 2, 3 having sum(m.minor) <> 0 order by 1, 2, 3`,
    )
  deepStrictEqual([...(await sums('delivery_movement'))], [...(await sums('money_movement'))])
}

/** Delivery by place, whatever its number. */
async function deliveryOf({ superuser }: LawHouse, { tenantId }: LawTenant): Promise<Record<string, number>> {
  const rows = await superuser<{ name: string; amount: string }[]>`
    select concat_ws(' ', d.day::text, d.kind, nullif(d.currency, ''), p.name) as name,
      case when d.kind = 'spend' then sum(d.minor) else sum(d.n) end::text as amount
    from delivery_movement d join touch_place p using (tenant_id, place_no) where d.tenant_id = ${tenantId}
    group by d.day, d.kind, d.currency, p.name having sum(d.minor) <> 0 or sum(d.n) <> 0`
  return Object.fromEntries(
    rows.map(({ name, amount }) => [name, Number(amount)] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
  )
}
