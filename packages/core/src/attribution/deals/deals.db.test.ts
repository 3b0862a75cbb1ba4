import type { CanonicalRecord } from '@throughline/canonical'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { mergeContacts, unmergeContact } from '../../ledger/index.ts'
import { testNow } from '../../ledger/testing/ledger-fixture.ts'
import { checkAttribution, repairAttribution } from '../check-attribution.ts'
import type { Model } from '../models/index.ts'
import { writeSetting } from '../setting.store.ts'
import { donor, story, type Story } from '../testing/story.ts'

let s: Story
const opened: Story[] = []
beforeEach(async () => {
  s = await story()
  opened.push(s)
})
afterAll(async () => {
  for (const each of opened) await each.t.drop()
})

const at = (day: number) => `2026-11-${String(day).padStart(2, '0')}T18:00:00.000Z`
const usd = (minor: number) => ({ minor, currency: 'USD' })
const knows = (name: string, day = 2) =>
  s.tell(`contact ${name}`, [
    { kind: 'crm_contact', key: `c-${name}`, happenedAt: at(day), createdAt: at(day), person: donor(name) },
  ])
const deal = (more: object = {}): CanonicalRecord => ({
  ...{ kind: 'opportunity', key: 'd1', happenedAt: at(6), createdAt: at(6), amount: usd(100_001), state: 'won' },
  ...{ closedAt: at(12), contacts: ['c-ada'] },
  ...more,
})
const has = (more: object = {}) => s.tell('deal', [deal(more)])
const touched = (key: string, name: string, day: number) =>
  s.isTouched(key, donor(name), { campaign: key, happenedAt: at(day) })
const by = (model: Model) =>
  s.inside((inside) =>
    writeSetting(inside, { model, window: { clickDays: 28, viewDays: 28 } }, { cause: 'rule_change', now: testNow }),
  )

async function tieOut() {
  const sums = (table: string) =>
    s.t.superuser.unsafe(`select day::text, kind, currency, sum(minor)::text as minor from ${table}
      where tenant_id = '${s.tenantId}' and kind in ('gross', 'won') group by 1, 2, 3 having sum(minor) <> 0 order by 1, 2, 3`)
  expect([...(await sums('credit_movement'))]).toEqual([...(await sums('money_movement'))])
  expect(await s.inside(checkAttribution)).toMatchObject({ ok: true, waiting: false })
}

describe('a deal', () => {
  test('that is won is credited to what touched its contact, beside and never with gifts; lost again, to nobody', async () => {
    await knows('ada')
    await touched('early', 'ada', 3)
    await touched('late', 'ada', 9)
    await touched('after', 'ada', 13)
    await has({ state: 'open', closedAt: undefined })
    await s.attribute()
    expect(await s.credit('won')).toEqual({})
    await by({ name: 'linear' })
    await has()
    await s.attribute()
    expect(await s.credit('won')).toEqual({ 'sms early': 50_001, 'sms late': 50_000 })
    expect(await s.credit('gross')).toEqual({})
    await tieOut()
    await has({ amount: usd(9) })
    await s.attribute()
    expect(await s.credit('won')).toEqual({ 'sms early': 5, 'sms late': 4 })
    await tieOut()
    await has({ state: 'lost' })
    await s.attribute()
    expect(await s.credit('won')).toEqual({})
    await tieOut()
  })

  test('without a contact that is known is nobody’s until the contact is learned of', async () => {
    await has({ contacts: undefined })
    await s.attribute()
    expect(await s.credit('won')).toEqual({ nowhere: 100_001 })
    await tieOut()
    await has()
    await s.attribute()
    expect(await s.credit('won')).toEqual({ nowhere: 100_001 })
    await touched('t', 'ada', 8)
    await knows('ada')
    await s.attribute()
    expect(await s.credit('won')).toEqual({ 'sms t': 100_001 })
    await tieOut()
    await has({ contacts: ['c-nobody'] })
    await s.attribute()
    expect(await s.credit('won')).toEqual({ nowhere: 100_001 })
    await tieOut()
  })

  test('of several is touched by what touches any of them, also where two of them are one', async () => {
    for (const name of ['ada', 'ben']) await knows(name)
    await has({ contacts: ['c-ada', 'c-ben'] })
    await s.attribute()
    await touched('bens', 'ben', 8)
    await s.attribute()
    expect(await s.credit('won')).toEqual({ 'sms bens': 100_001 })
    await tieOut()
    const [from = 0, into = 0] = (
      await s.t.superuser<{ no: number }[]>`select contact_no as no from deal_contact order by place`
    ).map(({ no }) => no)
    await s.inside((inside) => mergeContacts(inside, { from, into, now: testNow }))
    await s.attribute()
    await tieOut()
    await s.inside((inside) => unmergeContact(inside, { contactNo: from, now: testNow }))
    await has({ contacts: ['c-ben', 'c-ada'] })
    await s.attribute()
    expect(await s.credit('won')).toEqual({ 'sms bens': 100_001 })
    await tieOut()
  })

  test('is a lead’s no longer once the lead’s record is somebody else’s', async () => {
    const lead = (name: string) =>
      s.tell('lead', [{ kind: 'lead', key: 'l', happenedAt: at(3), createdAt: at(3), person: donor(name) }])
    const leadAt = async () =>
      (await s.t.superuser<{ at: string | null }[]>`select milestones ->> 'lead' as at from journey`).map(
        ({ at }) => at,
      )
    await knows('ada', 4)
    await lead('ada')
    await has()
    await s.attribute()
    expect(await leadAt()).toEqual([at(3)])
    await lead('ben')
    await s.attribute()
    expect(await leadAt()).toEqual([at(4)])
    await tieOut()
  })

  test('has milestones, by which W and full path weigh its touches', async () => {
    await knows('ada', 4)
    for (const [key, day] of [
      ['a', 3],
      ['b', 4],
      ['c', 5],
      ['d', 7],
      ['e', 11],
    ] as const)
      await touched(key, 'ada', day)
    await has()
    await by({ name: 'w_shaped' })
    await s.attribute()
    // a came first, b made the lead, c the deal; d and e share the rest.
    expect(await s.credit('won')).toEqual({
      'sms a': 30_001,
      'sms b': 30_000,
      'sms c': 30_000,
      'sms d': 5_000,
      'sms e': 5_000,
    })
    await by({ name: 'full_path' })
    await s.attribute()
    expect(await s.credit('won')).toEqual({
      'sms a': 22_501,
      'sms b': 22_500,
      'sms c': 22_500,
      'sms d': 10_000,
      'sms e': 22_500,
    })
    await tieOut()
    expect((await s.t.superuser`select type, milestones from journey`)[0]).toEqual({
      type: 'won',
      milestones: { lead: at(4), opportunity: at(6), won: at(12) },
    })
  })

  test('of which it is not kept whose it is, is found by the check, and put right by the repair', async () => {
    await knows('ada')
    await touched('t', 'ada', 8)
    await has()
    await s.attribute()
    await s.t.superuser`delete from deal_contact`
    expect((await s.inside(checkAttribution)).differing).toContainEqual({ source: 'acme', key: 'd1' })
    await s.inside(repairAttribution)
    await s.attribute()
    expect(await s.credit('won')).toEqual({ 'sms t': 100_001 })
    await tieOut()
  })

  test('with the key of a gift of the same source has a journey of its own', async () => {
    await knows('ada')
    await s.gives('d1', donor('ada'))
    await has()
    await s.attribute()
    expect([await s.credit('gross'), await s.credit('won')]).toEqual([{ nowhere: 2500 }, { nowhere: 100_001 }])
    await tieOut()
    await has({ state: 'open' })
    await s.attribute()
    expect([await s.credit('gross'), await s.credit('won')]).toEqual([{ nowhere: 2500 }, {}])
    await tieOut()
  })
})
