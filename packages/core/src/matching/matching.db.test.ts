import { cast } from '@throughline/db/testing'
import { Forbidden, Invalid, NotFound } from '@throughline/canonical'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { donor, story, type Story } from '../attribution/testing/story.ts'
import { testNow } from '../ledger/testing/ledger-fixture.ts'
import { createMatching } from './create-matching.ts'
import { codeStates } from './judge-code.ts'
import type { Matching } from './matching.ts'

let s: Story
let matching: Matching
const told: number[] = []
const happenedAt = '2026-11-09T17:00:00.000Z'
const creative = (key: string, refcode: string) => ({
  ...{ kind: 'creative' as const, key, happenedAt, name: `Text ${key}` },
  links: [{ url: `https://give.example/?refcode=${refcode}`, refcodes: { refcode } }],
})
const blast = (key: string) => ({
  kind: 'campaign' as const,
  key,
  happenedAt,
  channel: 'sms' as const,
  creative: key,
  startsAt: happenedAt,
})

beforeAll(async () => {
  s = await story()
  matching = createMatching({
    ...{ door: s.t.door, now: () => testNow },
    notifier: { tell: (news) => void (news.batch !== undefined && told.push(news.batch)) },
  })
  await s.tell('c1', [blast('one'), creative('one', 'sms_healthcare_all'), blast('two'), creative('two', 'sms_twice')])
  await s.tell('c2', [blast('three'), creative('three', 'sms_twice')])
  const gifts = ['sms_healthcare_all', 'SMS_Healthcare_All', 'sms_heatlhcare_all', 'sms_twice', 'em_a', 'zzz_unheard']
  for (const [n, refcode] of gifts.entries()) await s.gives(`g${n}`, donor(`giver${n}`), { refcodes: { refcode } })
  await s.attribute()
})
afterAll(() => s.t.drop())

const page = async (states: readonly (typeof codeStates)[number][] = codeStates) =>
  matching.codes(await s.as(cast.olive), s.tenantId, { states, search: '', offset: 0 })
const stateOf = async (code: string) => (await page()).rows.find((row) => row.code === code)

test('every code that gifts brought is in the queue, with what is known of it', async () => {
  const { rows, counts, currency, more } = await page()
  expect(Object.fromEntries(rows.map(({ code, state, gifts }) => [code, [state, gifts]]))).toEqual({
    sms_healthcare_all: ['known', 2],
    sms_heatlhcare_all: ['near', 1],
    sms_twice: ['conflict', 1],
    em_a: ['rule', 1],
    zzz_unheard: ['new', 1],
  })
  expect(rows[0]).toMatchObject({ place: { creative: { key: 'one', name: 'Text one' } }, by: 'refcode' })
  expect(await stateOf('sms_heatlhcare_all')).toMatchObject({
    suggestion: { code: 'sms_healthcare_all', creative: { key: 'one' } },
  })
  expect((await stateOf('sms_twice'))?.concerns.map(({ name }) => name)).toEqual(['Text three', 'Text two'])
  expect(counts.find(({ state }) => state === 'known')).toMatchObject({ codes: 1, gifts: 2 })
  expect([currency, more]).toEqual(['USD', false])
})

test('what somebody decides is credited, and taking it back restores what was', async () => {
  const olive = await s.as(cast.olive)
  const say = (decision: Parameters<Matching['decide']>[2]['decision']) =>
    matching.decide(olive, s.tenantId, { code: 'Sms_Twice', decision })
  const before = await s.credit()
  expect(await say({ says: 'creative', source: 'acme', key: 'two' })).toEqual({ before: null, state: 'known' })
  await s.attribute()
  expect(await s.credit()).not.toEqual(before)
  expect(await stateOf('sms_twice')).toMatchObject({
    state: 'known',
    by: 'decision',
    place: { campaign: { key: 'two' } },
  })
  expect(await say({ says: 'ignore' })).toMatchObject({ before: { says: 'creative', key: 'two' }, state: 'ignored' })
  expect(await say(null)).toMatchObject({ before: { says: 'ignore' }, state: 'conflict' })
  await s.attribute()
  expect(await s.credit()).toEqual(before)
  expect(told.length).toBe(3)
})

test('a decision names a code that came and a record that is there', async () => {
  const olive = await s.as(cast.olive)
  const say = (code: string, key: string) =>
    matching.decide(olive, s.tenantId, { code, decision: { says: 'creative', source: 'acme', key } })
  await expect(say('never_came', 'one')).rejects.toThrow(NotFound)
  await expect(say('zzz_unheard', 'never_was')).rejects.toThrow(NotFound)
  await expect(say('zzz_unheard', 'one')).resolves.toMatchObject({ state: 'known' })
  await matching.decide(olive, s.tenantId, { code: 'zzz_unheard', decision: null })
})

test('a creative that goes leaves its decision to be seen, not passed over', async () => {
  const olive = await s.as(cast.olive)
  await s.tell('c3', [creative('brief', 'sms_brief')])
  await matching.decide(olive, s.tenantId, {
    code: 'zzz_unheard',
    decision: { says: 'creative', source: 'acme', key: 'brief' },
  })
  await s.tell('c3', [{ kind: 'withdrawal', of: 'creative', key: 'brief', happenedAt }])
  await s.attribute()
  expect(await stateOf('zzz_unheard')).toMatchObject({
    state: 'conflict',
    trouble: 'decision_gone',
    concerns: [{ key: 'brief' }],
  })
  await matching.decide(olive, s.tenantId, { code: 'zzz_unheard', decision: null })
})

test('rules of the tenant’s own are tried on what came; one without a keyword is refused by its place', async () => {
  const olive = await s.as(cast.olive)
  const rule = (...keywords: string[]) => ({
    name: 'Ours',
    keywords,
    channel: 'partner' as const,
    campaign: null,
    partner: 'Ada',
  })
  await expect(matching.saveRules(olive, s.tenantId, [rule('zzz*'), rule()])).rejects.toMatchObject({
    field: 'rules.1.keywords',
  })
  await expect(
    matching.saveRules(olive, s.tenantId, [{ ...rule('a'), campaign: { source: 'acme', key: 'never_was' } }]),
  ).rejects.toThrow(Invalid)
  await matching.saveRules(olive, s.tenantId, [rule('zzz*')])
  await s.attribute()
  expect(await matching.rules(olive, s.tenantId)).toMatchObject({ own: true, fits: [1] })
  expect(await stateOf('zzz_unheard')).toMatchObject({ state: 'rule', place: { channel: 'partner', partner: 'Ada' } })
  expect((await stateOf('em_a'))?.state).toBe('new')
  await matching.saveRules(olive, s.tenantId, null)
  expect((await matching.rules(olive, s.tenantId)).own).toBe(false)
})

test('the badge is the share of net by tier', async () => {
  const { shares, gifts } = await matching.quality(await s.as(cast.olive), s.tenantId, {
    from: '2026-11-01',
    to: '2026-11-30',
  })
  expect(gifts).toBe(6)
  expect(shares && Object.values(shares).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12)
  expect(shares?.deterministic).toBeGreaterThan(0)
})

test('a client’s admin may look and not decide', async () => {
  const carla = await s.as(cast.carla)
  expect(
    (await matching.codes(carla, s.tenantId, { states: ['known'], search: 'health', offset: 0 })).rows,
  ).toHaveLength(1)
  await expect(matching.decide(carla, s.tenantId, { code: 'em_a', decision: { says: 'ignore' } })).rejects.toThrow(
    Forbidden,
  )
})
