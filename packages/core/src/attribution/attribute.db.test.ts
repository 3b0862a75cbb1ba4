import type { CanonicalRecord } from '@throughline/canonical'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { mergeContacts, unmergeContact } from '../ledger/index.ts'
import { gift } from '../ledger/testing/gift.ts'
import { testNow } from '../ledger/testing/ledger-fixture.ts'
import { attributeSome } from './attribute.ts'
import { checkAttribution, repairAttribution } from './check-attribution.ts'
import { writeSetting } from './setting.store.ts'
import { donor, story, type Story } from './testing/story.ts'

let s: Story
const opened: Story[] = []
beforeEach(async () => {
  s = await story()
  opened.push(s)
})
afterAll(async () => {
  for (const each of opened) await each.t.drop()
})

const [ada, ben] = [donor('ada'), donor('ben')]
const usd = (minor: number) => ({ minor, currency: 'USD' })

/** Sums of a ledger's money and of its credit, which are to be one. */
async function tieOut() {
  const money = await s.t.superuser`
    select day::text, kind, currency, sum(minor)::text as minor from money_movement
    where tenant_id = ${s.tenantId} and kind in ('gross', 'fee', 'fee_returned', 'refund', 'chargeback', 'won')
    group by 1, 2, 3 having sum(minor) <> 0 order by 1, 2, 3`
  const credit = await s.t.superuser`
    select day::text, kind, currency, sum(minor)::text as minor from credit_movement
    where tenant_id = ${s.tenantId} group by 1, 2, 3 having sum(minor) <> 0 order by 1, 2, 3`
  expect([...credit]).toEqual([...money])
}

describe('a gift', () => {
  test('without a touch is credited to nowhere, and to the text that came before it once there is one', async () => {
    await s.gives('g1', ada)
    await s.attribute()
    expect(await s.credit()).toEqual({ nowhere: 2500 })
    await s.isTouched('t1', ada, { campaign: 'fall' })
    await s.attribute()
    expect(await s.credit()).toEqual({ 'sms fall': 2500 })
    await tieOut()
  })

  test('is never credited to a touch after it, outside its window, of a machine, or of somebody else', async () => {
    await s.isTouched('after', ada, { campaign: 'after', happenedAt: '2026-11-10T18:00:01.000Z' })
    await s.isTouched('long ago', ada, { campaign: 'long-ago', happenedAt: '2026-10-01T18:00:00.000Z' })
    await s.isTouched('machine', ada, { campaign: 'machine', suspect: true })
    await s.isTouched('other', ben, { campaign: 'other' })
    await s.gives('g1', ada)
    await s.attribute()
    expect(await s.credit()).toEqual({ nowhere: 2500 })
    await s.isTouched('at the end of the window', ada, { campaign: 'edge', happenedAt: '2026-10-13T18:00:00.000Z' })
    await s.attribute()
    expect(await s.credit()).toEqual({ 'sms edge': 2500 })
  })

  test('is credited to the creative that carries its code, also where the creative is read after the gift', async () => {
    await s.gives('g1', ada, { refcodes: { refcode: 'sms_1109' } })
    await s.attribute()
    const before = await s.credit()
    await s.tell('c1', [
      {
        kind: 'campaign',
        key: 'blast',
        happenedAt: '2026-11-09T17:00:00.000Z',
        channel: 'sms',
        creative: 'blast-text',
      },
      {
        kind: 'creative',
        key: 'blast-text',
        happenedAt: '2026-11-09T17:00:00.000Z',
        links: [{ url: 'https://give.example/?refcode=sms_1109', refcodes: { refcode: 'sms_1109' } }],
      },
    ])
    await s.attribute()
    expect(before).not.toEqual(await s.credit())
    expect(await s.credit()).toEqual({ 'sms blast': 2500 })
    const causes = await s.t.superuser<{ cause: string }[]>`select distinct cause from credit_movement order by 1`
    expect(causes.map(({ cause }) => cause)).toEqual(['late', 'new'])
    await tieOut()
  })

  test('is credited to the creative that a visit’s code names, also where the creative is read last', async () => {
    await s.isTouched('visit', ada, { type: 'visit', channel: 'web', refcodes: { refcode: 'fb_7' } })
    await s.gives('g1', ada)
    await s.attribute()
    const campaign: CanonicalRecord = {
      ...{ kind: 'campaign', key: 'fall', happenedAt: '2026-11-08T17:00:00.000Z' },
      ...{ channel: 'ads', creative: 'fall-video' },
    }
    const links = [{ url: 'https://give.example/?refcode=fb_7', refcodes: { refcode: 'fb_7' } }]
    await s.tell('fall', [campaign, { ...campaign, kind: 'creative', key: 'fall-video', links }])
    await s.attribute()
    expect(await s.credit()).toEqual({ 'ads fall': 2500 })
    expect(await s.inside(checkAttribution)).toMatchObject({ ok: true, waiting: false })
  })

  test('of a plan is credited as the plan’s first one was', async () => {
    await s.isTouched('t1', ada, { campaign: 'fall', happenedAt: '2026-08-09T18:00:00.000Z' })
    await s.gives('g1', ada, { plan: 'p', happenedAt: '2026-08-10T18:00:00.000Z' })
    await s.isTouched('t2', ada, { campaign: 'winter' })
    await s.gives('g2', ada, { plan: 'p' })
    await s.attribute()
    expect(await s.credit()).toEqual({ 'sms fall': 5000 })
    expect(
      (await s.t.superuser<{ customer: string }[]>`select customer from journey order by happened_at`).map(
        ({ customer }) => customer,
      ),
    ).toEqual(['new', 'monthly'])
  })
})

describe('what goes back', () => {
  test('takes back, cent by cent, what was credited, in full or bit by bit, and by the version that credited it', async () => {
    for (const day of ['03', '05', '07'])
      await s.isTouched(`t${day}`, ada, { campaign: `c${day}`, happenedAt: `2026-11-${day}T18:00:00.000Z` })
    await s.inside((inside) =>
      writeSetting(
        inside,
        { model: { name: 'linear' }, window: { clickDays: 28, viewDays: 28 } },
        { cause: 'rule_change', now: testNow },
      ),
    )
    const g1 = await s.gives('g1', ada, { amount: usd(1000) })
    await s.attribute()
    expect(await s.credit()).toEqual({ 'sms c03': 334, 'sms c05': 333, 'sms c07': 333 })
    await s.takesBack({ ...g1, amount: usd(500) })
    await s.attribute()
    await s.takesBack({ ...g1, key: 'g1', amount: usd(500) }, { key: 'second half' })
    await s.attribute()
    expect(await s.credit('refund')).toEqual({ 'sms c03': 334, 'sms c05': 333, 'sms c07': 333 })
    await tieOut()
  })
})

describe('a text to a phone', () => {
  const phone = '+13145550142'
  const texted = donor('nobody', { anonymousKey: 'a phone' })
  delete texted.email
  texted.phone = phone

  test('is a touch of the one person who gives with that phone, whichever came first', async () => {
    await s.isTouched('t1', texted, { campaign: 'fall' })
    await s.gives('g1', donor('ada', { phone }))
    await s.attribute()
    expect(await s.credit()).toEqual({ 'sms fall': 2500 })
    await s.isTouched('t2', texted, { campaign: 'later', happenedAt: '2026-11-10T17:00:00.000Z' })
    await s.attribute()
    expect(await s.credit()).toEqual({ 'sms later': 2500 })
    await tieOut()
  })

  test('is theirs also where another system says later that it is their phone', async () => {
    await s.isTouched('t1', texted, { campaign: 'fall' })
    await s.gives('g1', ada)
    await s.attribute()
    expect(await s.credit()).toEqual({ nowhere: 2500 })
    await s.tell('crm', [
      { kind: 'crm_contact', key: 'crm', happenedAt: '2026-11-12T18:00:00.000Z', person: donor('ada', { phone }) },
    ])
    await s.attribute()
    expect(await s.credit()).toEqual({ 'sms fall': 2500 })
    expect((await s.inside(checkAttribution)).differing).toEqual([])
  })

  test('that two people have is a touch of neither', async () => {
    await s.isTouched('t1', texted, { campaign: 'fall' })
    await s.gives('g1', donor('ada', { phone }))
    await s.attribute()
    expect(await s.credit()).toEqual({ 'sms fall': 2500 })
    await s.gives('g2', donor('ben', { phone }))
    await s.attribute()
    expect(await s.credit()).toEqual({ nowhere: 5000 })
    await tieOut()
  })
})

describe('everybody', () => {
  test('is restated by a new model, with the difference booked as such and the past as it was', async () => {
    await s.isTouched('t1', ada, { campaign: 'a', happenedAt: '2026-11-03T18:00:00.000Z' })
    await s.isTouched('t2', ada, { campaign: 'b', happenedAt: '2026-11-05T18:00:00.000Z' })
    await s.gives('g1', ada)
    await s.attribute()
    expect(await s.credit()).toEqual({ 'sms b': 2500 })
    await s.inside((inside) =>
      writeSetting(
        inside,
        { model: { name: 'first_touch' }, window: { clickDays: 28, viewDays: 28 } },
        { cause: 'rule_change', now: testNow },
      ),
    )
    await s.attribute()
    expect(await s.credit()).toEqual({ 'sms a': 2500 })
    const [{ minor } = { minor: '' }] = await s.t.superuser`
      select sum(minor)::text as minor from credit_movement where cause = 'rule_change'`
    expect(minor).toBe('0')
    await tieOut()
  })

  test('is restated by a new model also where something else has everybody gone through before that is done', async () => {
    await s.isTouched('t1', ada, { campaign: 'a', happenedAt: '2026-11-03T18:00:00.000Z' })
    await s.isTouched('t2', ada, { campaign: 'b', happenedAt: '2026-11-05T18:00:00.000Z' })
    await s.gives('g1', ada)
    await s.attribute()
    await s.inside((inside) =>
      writeSetting(
        inside,
        { model: { name: 'first_touch' }, window: { clickDays: 28, viewDays: 28 } },
        { cause: 'rule_change', now: testNow },
      ),
    )
    await s.inside((inside) => attributeSome(inside, new Map()))
    await s.inside(repairAttribution)
    await s.attribute()
    expect(await s.credit()).toEqual({ 'sms a': 2500 })
    const causes = await s.t.superuser<{ cause: string }[]>`select distinct cause from credit_movement order by 1`
    expect(causes.map(({ cause }) => cause)).toEqual(['new', 'rule_change'])
    expect(await s.inside(checkAttribution)).toMatchObject({ ok: true, waiting: false })
    await s.t.superuser`update journey set model_no = 0 where tenant_id = ${s.tenantId}`
    expect((await s.inside(checkAttribution)).differing).toEqual([{ source: 'acme', key: 'g1' }])
  })

  test('is restated with those of whom nothing is known but what went back', async () => {
    await s.takesBack(gift('untold', ada))
    await s.attribute()
    await s.inside((inside) =>
      writeSetting(
        inside,
        { model: { name: 'linear' }, window: { clickDays: 28, viewDays: 28 } },
        { cause: 'rule_change', now: testNow },
      ),
    )
    await s.attribute()
    expect([...(await s.t.superuser`select type, model_no from journey`)]).toEqual([{ type: 'refund', model_no: 1 }])
    await tieOut()
  })

  test('who was one with somebody has their touches, until they are two again', async () => {
    await s.isTouched('t1', ben, { campaign: 'bens' })
    await s.gives('g1', ada)
    await s.attribute()
    const numbers = await s.t.superuser<
      { no: number }[]
    >`select distinct contact_no as no from fact where contact_no is not null order by 1`
    const [from, into] = numbers.map(({ no }) => no)
    if (from === undefined || into === undefined) throw new Error('two people are needed')
    await s.inside((inside) => mergeContacts(inside, { from, into, now: testNow }))
    await s.attribute()
    expect(await s.credit()).toEqual({ 'sms bens': 2500 })
    await s.inside((inside) => unmergeContact(inside, { contactNo: from, now: testNow }))
    await s.attribute()
    expect(await s.credit()).toEqual({ nowhere: 2500 })
    await tieOut()
  })

  test('gone through twice writes nothing', async () => {
    await s.isTouched('t1', ada)
    await s.gives('g1', ada)
    await s.attribute()
    const count = async () => (await s.t.superuser`select max(batch) as batch, count(*) as n from batch`)[0]
    const before = await count()
    await s.attribute()
    expect(await count()).toEqual(before)
  })
})
