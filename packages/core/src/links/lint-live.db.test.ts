import type { CanonicalRecord } from '@throughline/canonical'
import { cast } from '@throughline/db/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { donor, gift, row } from '../ledger/testing/gift.ts'
import { ledgerFixture, testNow, type LedgerFixture } from '../ledger/testing/ledger-fixture.ts'
import { createLinks } from './create-links.ts'
import type { Links } from './links.ts'
import { formRules } from './testing/form-rules.ts'

let ledger: LedgerFixture
let links: Links
const at = '2026-11-10T12:00:00.000Z'
const range = { from: '2026-11-01', to: '2026-11-30' }
const utm = 'utm_source=fb&utm_medium=cpc&utm_campaign=gala'
const form = 'https://give.forms.example/donate/x'
const write = (...records: CanonicalRecord[]) =>
  ledger.write(records.map((record) => row(`${record.kind} ${record.key}`, [record])))

const ad = (key: string, url: string | undefined, more: object = {}): CanonicalRecord => ({
  ...{ kind: 'ad', key, happenedAt: at, name: `Ad ${key}`, campaign: 'c1' },
  ...(url === undefined ? {} : { links: [{ url }] }),
  ...more,
})
const spend = (of: string, minor: number, more: object = {}): CanonicalRecord => ({
  ...{ kind: 'spend', key: `${of} ${minor} ${JSON.stringify(more)}`, happenedAt: at },
  ...{
    sourceDay: { day: '2026-11-10', zone: 'America/New_York' },
    amount: { minor, currency: 'USD' },
    campaign: 'c1',
    ad: of,
  },
  ...more,
})
const coded = (key: string, refcode: string, more: object = {}) =>
  gift(key, donor(key), { refcodes: { refcode }, ...more })

beforeAll(async () => {
  ledger = await ledgerFixture()
  links = createLinks({
    ...{ door: ledger.t.door, now: () => testNow, report: () => {}, later: () => {} },
    connectors: { forms: { name: 'Forms', links: formRules } },
  })
  await write(
    { kind: 'campaign', key: 'c1', happenedAt: at, name: 'Gala', channel: 'ads' },
    { kind: 'campaign', key: 'text1', happenedAt: at, name: 'Text one', channel: 'sms', creative: 'k1' },
    { kind: 'creative', key: 'k1', happenedAt: at, links: [{ url: `${form}?${utm}&refcode=tx_one` }] },
    ad('good', `${form}?${utm}&refcode=fb_good`),
    ad('bare', `${form}?amount=25`),
    ad('dark', undefined),
    ad('utm only', `${form}?${utm}`),
    ad('two', undefined, { links: [{ url: `${form}?${utm}&refcode=a1` }, { url: `${form}?${utm}&refcode=a2` }] }),
    ad('idle', `${form}`),
    ...[
      spend('good', 900),
      spend('bare', 5_000),
      spend('bare', 700),
      spend('dark', 300),
      spend('utm only', 200),
      spend('two', 100),
    ],
    spend('bare', 9_999, { breakdown: { region: 'IL' } }),
    spend('idle', 5_000, {
      happenedAt: '2026-09-10T12:00:00.000Z',
      sourceDay: { day: '2026-09-10', zone: 'America/New_York' },
    }),
    {
      kind: 'spend',
      key: 'text1',
      happenedAt: at,
      sourceDay: { day: '2026-11-10', zone: 'UTC' },
      amount: { minor: 50, currency: 'USD' },
      campaign: 'text1',
    },
  )
  await write(
    ...[
      coded('1', 'FB_Good'),
      coded('2', 'tx_one'),
      coded('3', 'em_0914'),
      coded('4', 'EM_0914'),
      coded('5', 'website_header'),
    ],
    coded('6', 'em_0914', { status: 'declined' }),
    coded('7', 'old_code', { happenedAt: '2026-08-10T12:00:00.000Z' }),
    coded('8', 'from_short_link'),
    gift('9', donor('9')),
  )
  await links.create(await ledger.as(cast.carla), cast.harbor, {
    ...{ name: 'Poster', destination: form },
    values: { utm_source: 'poster', utm_medium: 'print', utm_campaign: 'gala', refcode: 'from_short_link' },
  })
})
afterAll(() => ledger.t.drop())

test('what was paid for without good tags is named, dearest first, with what is wrong and where', async () => {
  const { spend: found, delivered } = await links.lintLive(await ledger.as(cast.carla), cast.harbor, range)
  expect(
    found.map(({ ad, name, why, spend, campaignName }) => ({ ad, name, why, minor: spend.minor, campaignName })),
  ).toEqual([
    { ad: 'bare', name: 'Ad bare', why: 'no_tags', minor: 5_700, campaignName: 'Gala' },
    { ad: 'dark', name: 'Ad dark', why: 'no_link', minor: 300, campaignName: 'Gala' },
    { ad: 'utm only', name: 'Ad utm only', why: 'problems', minor: 200, campaignName: 'Gala' },
    { ad: 'two', name: 'Ad two', why: 'problems', minor: 100, campaignName: 'Gala' },
  ])
  expect(found.at(-2)?.problems.map(({ code, url }) => ({ code, url }))).toEqual([
    { code: 'no_code', url: `${form}?${utm}` },
  ])
  expect(found.at(-1)?.problems.map(({ code, say }) => ({ code, say }))).toEqual([
    { code: 'refcodes_differ', say: 'Its links carry different codes, “a1” and “a2”.' },
  ])
  expect(delivered).toBe(6)
})

test('codes on gifts that nothing carries are named, with the gifts and what the channel rules make of them', async () => {
  const { codes, seen, whole } = await links.lintLive(await ledger.as(cast.carla), cast.harbor, range)
  expect(codes).toMatchObject([
    { code: 'em_0914', gifts: 2, amounts: [{ minor: 5_000, currency: 'USD' }], said: { channel: 'email' } },
    { code: 'website_header', gifts: 1, said: { channel: 'web' }, sample: [{ key: '5' }] },
  ])
  expect(codes[0]?.sample.map(({ key }) => key).sort()).toEqual(['3', '4'])
  expect({ seen, whole }).toEqual({ seen: 5, whole: true })
})

test('an ad that is mended is named no longer', async () => {
  await write(ad('bare', `${form}?${utm}&refcode=fb_bare`))
  const { spend: found } = await links.lintLive(await ledger.as(cast.carla), cast.harbor, range)
  expect(found.map((each) => each.ad)).toEqual(['dark', 'utm only', 'two'])
})
