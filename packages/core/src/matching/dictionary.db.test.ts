import { afterAll, beforeAll, expect, test } from 'vitest'
import { ledgerFixture, testNow, type LedgerFixture } from '../ledger/testing/ledger-fixture.ts'
import { row } from '../ledger/testing/gift.ts'
import { writeOwnFacts } from '../ledger/index.ts'
import { readDictionary } from './dictionary.store.ts'
import { codes } from './testing/matching-sources.ts'

let fixture: LedgerFixture
beforeAll(async () => {
  fixture = await ledgerFixture()
})
afterAll(() => fixture.t.drop())
const inside: LedgerFixture['inside'] = (fn) => fixture.inside(fn)
const write: LedgerFixture['write'] = (rows) => fixture.write(rows)

const happenedAt = '2026-11-01T00:00:00.000Z'
const link = (refcode: string) => ({ url: `https://give.example.org?refcode=${refcode}`, refcodes: { refcode } })

test('a creative that is read later answers from then on; what changed nothing is not read again', async () => {
  await write([row('c', [{ kind: 'campaign', key: 'spring', happenedAt, channel: 'ads' }])])
  const before = await inside((it) => readDictionary(it))
  expect(before.find(codes({ refcode: 'fb_a' }))).toMatchObject({ place: { channel: 'ads', campaign: null } })

  await write([
    row('ad', [{ kind: 'ad', key: 'one', happenedAt, campaign: 'spring', creative: 'video' }]),
    row('cr', [{ kind: 'creative', key: 'video', happenedAt, links: [link('fb_a')] }]),
  ])
  const after = await inside((it) => readDictionary(it, { known: before }))
  expect(after.batch).toBeGreaterThan(before.batch)
  expect(after.find(codes({ refcode: 'fb_a' })).place).toMatchObject({
    creative: 'video',
    ad: 'one',
    campaign: 'spring',
  })

  await write([row('s', [{ kind: 'sender', key: 'number', happenedAt, name: 'Main line' }])])
  const same = await inside((it) => readDictionary(it, { known: after }))
  expect(same.find).toBe(after.find)
  expect(same.batch).toBeGreaterThan(after.batch)
})

test('rules and decisions of the tenant hold from the batch that says so; taking back takes effect', async () => {
  const decide = (value: Record<string, unknown> | null) =>
    inside((it) =>
      writeOwnFacts(it, [{ kind: 'refcode_decision', key: 'fb_a', value }], { cause: 'rule_change', now: testNow }),
    )
  await decide({ says: 'channel', channel: 'partner' })
  const decided = await inside((it) => readDictionary(it))
  expect(decided.find(codes({ refcode: 'fb_a' })).place?.channel).toBe('partner')
  await decide(null)
  const back = await inside((it) => readDictionary(it, { known: decided }))
  expect(back.find(codes({ refcode: 'fb_a' })).place?.creative).toBe('video')

  const rules = [{ name: 'Ours', keywords: ['zz*'], channel: 'event', campaign: null, partner: null }]
  await inside((it) =>
    writeOwnFacts(it, [{ kind: 'refcode_rules', key: 'rules', value: { rules } }], {
      cause: 'rule_change',
      now: testNow,
    }),
  )
  const ruled = await inside((it) => readDictionary(it, { known: back }))
  expect(ruled.find(codes({ refcode: 'zz1' })).place?.channel).toBe('event')
  expect(ruled.find(codes({ refcode: 'em_1' })).trouble).toBe('unknown_code')
})

test('a creative that its source has withdrawn carries no code any more', async () => {
  await write([row('cr', [{ kind: 'withdrawal', of: 'creative', key: 'video', happenedAt }])])
  const { find } = await inside((it) => readDictionary(it))
  expect(find(codes({ refcode: 'fb_a' })).trouble).toBe('unknown_code')
})
