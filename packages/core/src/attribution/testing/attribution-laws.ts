import { deepStrictEqual, ok } from 'node:assert/strict'
import type { CanonicalRecord, Person } from '@throughline/canonical'
import fc from 'fast-check'
import { mergeContacts, unmergeContact, writeBatch } from '../../ledger/index.ts'
import { donor, gift, refund, row } from '../../ledger/testing/gift.ts'
import { newTenant, type LawHouse, type LawTenant } from '../../ledger/testing/ledger-laws.ts'
import { attributeSome } from '../attribute.ts'
import { checkAttribution } from '../check-attribution.ts'
import type { Model } from '../models/index.ts'
import type { KnownReaders } from '../readers.store.ts'
import { writeSetting } from '../setting.store.ts'

const connectionId = '00000000-0000-4000-8000-0000000000c1'
const now = new Date('2026-11-20T15:00:00Z')

const people = ['ada', 'ben', 'cy'] as const
const codes = ['sms_1', 'em_2', 'fb_3'] as const
const campaigns = ['one', 'two', 'three', 'four'] as const
const models: readonly Model[] = [
  { name: 'first_touch' },
  { name: 'last_touch' },
  { name: 'last_non_direct' },
  { name: 'linear' },
  { name: 'time_decay' },
  { name: 'position_based' },
  { name: 'shapley' },
  { name: 'w_shaped' },
  { name: 'full_path' },
]

/** One thing that happens: a row of a source, or something that we ourselves say. */
type Step =
  | { does: 'touch' | 'gift' | 'refund' | 'creative' | 'contact' | 'deal'; key: string; records: CanonicalRecord[] }
  | { does: 'merge' | 'unmerge' | 'model'; pick: number }

const at = fc.integer({ min: 0, max: 60 * 24 }).map((hour) => new Date(Date.UTC(2026, 8, 10, hour)).toISOString())
const who = fc.constantFrom(...people)
/** Ada and Ben say their phones with their emails; now and then it is the same one. Texts go to phones alone. */
const phones = ['+13145550142', '+13145550143'] as const
const personOf = (name: string, phone?: number): Person =>
  donor(name, phone === undefined ? {} : { phone: phones[phone] ?? phones[0] })
const phoneOnly = (phone: number): Person => ({ anonymousKey: `text to ${phone}`, phone: phones[phone] ?? phones[0] })

const touch = fc
  .record({
    n: fc.nat(9_999),
    who,
    at,
    phone: fc.option(fc.nat(1), { nil: undefined }),
    campaign: fc.constantFrom(...campaigns),
    type: fc.constantFrom('click', 'text_delivered', 'visit'),
    code: fc.option(fc.constantFrom(...codes), { nil: undefined }),
  })
  .map(({ n, who, at, phone, campaign, type, code }): Step => ({
    does: 'touch',
    key: `touch ${n}`,
    records: [
      {
        kind: 'touchpoint',
        key: `touch ${n}`,
        happenedAt: at,
        person: phone === undefined ? personOf(who) : phoneOnly(phone),
        type: type as 'click',
        channel: type === 'text_delivered' ? 'sms' : 'web',
        // Where a visit came from is known by its code alone, which may say nothing until its creative is read.
        ...(type !== 'visit' ? { campaign } : code ? { refcodes: { refcode: code } } : {}),
      },
    ],
  }))
const given = fc.record({
  n: fc.nat(30),
  who,
  at,
  minor: fc.integer({ min: 1, max: 99_999 }),
  code: fc.option(fc.constantFrom(...codes), { nil: undefined }),
  plan: fc.boolean(),
  phone: fc.option(fc.nat(1), { nil: undefined }),
})
const giving = given.map(({ n, who, at, minor, code, plan, phone }): Step => ({
  does: 'gift',
  key: `gift ${n}`,
  records: [
    gift(`gift ${n}`, personOf(who, phone), {
      happenedAt: at,
      amount: { minor, currency: 'USD' },
      ...(code ? { refcodes: { refcode: code } } : {}),
      ...(plan ? { plan: `plan of ${who}` } : {}),
    }),
  ],
}))
const back = fc
  .record({ n: fc.nat(30), of: fc.nat(30), at, minor: fc.integer({ min: 1, max: 5_000 }), chargeback: fc.boolean() })
  .map(({ n, of, at, minor, chargeback }): Step => ({
    does: 'refund',
    key: `refund ${n}`,
    records: [
      refund(gift(`gift ${of}`, personOf('ada')), {
        key: `refund ${n}`,
        happenedAt: at,
        amount: { minor, currency: 'USD' },
        type: chargeback ? 'chargeback' : 'refund',
      }),
    ],
  }))
const creative = fc.record({ n: fc.nat(3), code: fc.constantFrom(...codes), at }).map(({ n, code, at }): Step => ({
  does: 'creative',
  key: `creative ${n}`,
  records: [
    {
      kind: 'campaign',
      key: `of creative ${n}`,
      happenedAt: at,
      channel: n % 2 === 0 ? 'sms' : 'email',
      creative: `creative ${n}`,
    },
    {
      kind: 'creative',
      key: `creative ${n}`,
      happenedAt: at,
      links: [{ url: `https://give.example/?refcode=${code}`, refcodes: { refcode: code } }],
    },
  ],
}))
/** The CRM's contact of somebody, leads that move from one to another, and deals that name none, one or several of them, known or not yet. */
const crmKey = (name: string): string => `crm ${name}`
const contact = fc.record({ who, of: who, at, lead: fc.boolean() }).map(({ who, of, at, lead }): Step => ({
  does: 'contact',
  key: `${lead ? 'lead' : 'contact'} ${who}`,
  records: [
    lead
      ? { kind: 'lead', key: `lead ${who}`, happenedAt: at, createdAt: at, person: personOf(of) }
      : { kind: 'crm_contact', key: crmKey(who), happenedAt: at, createdAt: at, person: personOf(who) },
  ],
}))
const deal = fc
  .record({
    n: fc.nat(6),
    named: fc.uniqueArray(who, { maxLength: 3 }),
    made: at,
    closed: at,
    minor: fc.option(fc.integer({ min: 1, max: 9_999_999 }), { nil: undefined }),
    state: fc.constantFrom('won', 'won', 'won', 'open', 'lost'),
  })
  .map(({ n, named, made, closed, minor, state }): Step => ({
    does: 'deal',
    key: `deal ${n}`,
    records: [
      {
        kind: 'opportunity',
        // Some have the key of a gift.
        key: n < 2 ? `gift ${n}` : `deal ${n}`,
        happenedAt: made,
        createdAt: made,
        state: state as 'won',
        ...(minor === undefined ? {} : { amount: { minor, currency: 'USD' } }),
        ...(state === 'open' ? {} : { closedAt: closed }),
        ...(named.length === 0 ? {} : { contacts: named.map(crmKey) }),
      },
    ],
  }))
const pick = fc.nat(99)
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: touch },
  { weight: 6, arbitrary: giving },
  { weight: 2, arbitrary: back },
  { weight: 2, arbitrary: creative },
  { weight: 2, arbitrary: contact },
  { weight: 4, arbitrary: deal },
  { weight: 1, arbitrary: pick.map((pick): Step => ({ does: 'merge', pick })) },
  { weight: 1, arbitrary: pick.map((pick): Step => ({ does: 'unmerge', pick })) },
  { weight: 1, arbitrary: pick.map((pick): Step => ({ does: 'model', pick })) },
)

/**
 * Laws of attribution over random histories of touches, gifts, plans, refunds bit by bit, chargebacks, creatives that come late, deals that
 * are won, changed and lost again, contacts and leads that come late, merges, unmerges and changes of model: credit is money to the cent on every day, what was kept step by step is what a rebuild derives, and rows in
 * any other order end in the same credit.
 */
export async function checkAttributionLaws(
  house: LawHouse,
  { seed, runs, steps = 18 }: { seed: number; runs: number; steps?: number },
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ step, follow: fc.boolean() }), { minLength: 4, maxLength: steps }),
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
  const tenant = await newTenant(house, 'America/Chicago')
  for (const { step, follow } of list) {
    await take(tenant, step)
    if (follow) await followBack(tenant)
  }
  await followBack(tenant)
  await tiesOut(house, tenant)
  await sumsToOne(house, tenant)
  const { ok: right, waiting, differing, credits } = await tenant.inside(checkAttribution)
  deepStrictEqual({ right, waiting, differing, credits }, { right: true, waiting: false, differing: [], credits: [] })

  // Rows alone, the last of each key, in any order: what we say ourselves has an order of its own.
  const told = list.flatMap(({ step }) => ('records' in step ? [step] : []))
  const last = [...new Map(told.map((each) => [each.key, each])).values()]
  const [one, other] = [await newTenant(house, 'America/Chicago'), await newTenant(house, 'America/Chicago')]
  for (const each of last) await take(one, each)
  await followBack(one)
  const mixed = last.map((each, i) => ({ each, by: luck[i] ?? 0 })).sort((a, b) => a.by - b.by)
  for (const { each, by } of mixed) {
    await take(other, each)
    if (by < 0.5) await followBack(other)
  }
  await followBack(other)
  deepStrictEqual(await creditOf(house, other), await creditOf(house, one))
}

async function take(tenant: LawTenant, step: Step): Promise<void> {
  if ('records' in step) {
    const rows = [row(step.key, step.records, { stream: step.does })]
    await tenant.inside((inside) =>
      writeBatch(inside, { rows, connectionId, origin: 'read', now, keyring: tenant.keyring }),
    )
    return
  }
  const from = 1 + (step.pick % people.length)
  const into = 1 + ((step.pick + 1) % people.length)
  // What cannot be is refused, and changes nothing.
  const tried = tenant.inside<unknown>((inside) =>
    step.does === 'merge'
      ? mergeContacts(inside, { from, into, now })
      : step.does === 'unmerge'
        ? unmergeContact(inside, { contactNo: from, now })
        : writeSetting(
            inside,
            {
              model: models[step.pick % models.length] ?? { name: 'linear' },
              window: { clickDays: 28, viewDays: step.pick % 2 === 0 ? 7 : null },
            },
            { cause: 'rule_change', now },
          ),
  )
  await tried.catch((error: unknown) => {
    if (!(error instanceof Error) || step.does === 'model') throw error
  })
}

async function followBack(tenant: LawTenant): Promise<void> {
  const known: KnownReaders = new Map()
  for (let steps = 0; (await tenant.inside((it) => attributeSome(it, known))).more; steps += 1)
    ok(steps < 500, 'following back comes to an end')
}

async function tiesOut({ superuser }: LawHouse, { tenantId }: LawTenant): Promise<void> {
  const money = await superuser`
    select day::text, kind, currency, sum(minor)::text as minor from money_movement where tenant_id = ${tenantId}
      and kind in ('gross', 'fee', 'fee_returned', 'refund', 'chargeback', 'won')
      group by 1, 2, 3 having sum(minor) <> 0 order by 1, 2, 3`
  const credit = await superuser`
    select day::text, kind, currency, sum(minor)::text as minor from credit_movement where tenant_id = ${tenantId}
    group by 1, 2, 3 having sum(minor) <> 0 order by 1, 2, 3`
  deepStrictEqual([...credit], [...money])
}

/** Every gift and every won deal counts once: millionths of each kind are whole conversions, as many as there are. */
async function sumsToOne({ superuser }: LawHouse, { tenantId }: LawTenant): Promise<void> {
  const parts = await superuser`
    select kind, (count(*) * 1000000)::text as micro from journey_part where tenant_id = ${tenantId} and kind in ('gross', 'won')
    group by 1 order by 1`
  const credited = await superuser`
    select kind, sum(micro)::text as micro from credit_movement where tenant_id = ${tenantId}
    group by 1 having sum(micro) <> 0 order by 1`
  deepStrictEqual([...credited], [...parts])
}

/** Credit by place, whatever its number. */
async function creditOf({ superuser }: LawHouse, { tenantId }: LawTenant): Promise<unknown> {
  return [
    ...(await superuser`
      select c.day::text, c.kind, coalesce(p.name, '') as place, c.customer, c.tier, sum(c.minor)::text as minor, sum(c.micro)::text as micro
      from credit_movement c left join touch_place p using (tenant_id, place_no) where c.tenant_id = ${tenantId}
      group by 1, 2, 3, 4, 5 having sum(c.minor) <> 0 or sum(c.micro) <> 0 order by 1, 2, 3, 4, 5`),
  ]
}
