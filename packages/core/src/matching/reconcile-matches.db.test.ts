import { afterAll, beforeAll, expect, test } from 'vitest'
import { donor, story, type Story } from '../attribution/testing/story.ts'
import { testNow } from '../ledger/testing/ledger-fixture.ts'
import { report } from './reconcile-matches.ts'

let s: Story
const told = () =>
  s.t.superuser<{ properties: Record<string, unknown> }[]>`select properties from event where tenant_id = ${s.tenantId}`
beforeAll(async () => {
  s = await story()
})
afterAll(() => s.t.drop())

const happenedAt = '2026-11-09T17:00:00.000Z'
const blast = [
  { kind: 'campaign' as const, key: 'blast', happenedAt, channel: 'sms' as const, creative: 'words' },
  {
    ...{ kind: 'creative' as const, key: 'words', happenedAt },
    links: [{ url: 'https://give.example/?refcode=unread', refcodes: { refcode: 'unread' } }],
  },
]

test('a creative that is read after the gift is reported with what it changed', async () => {
  await s.gives('g1', donor('ada'), { refcodes: { refcode: 'unread' } })
  expect(await s.inside((it) => report(it, testNow))).toBe('behind')
  await s.attribute()
  const first = await s.inside((it) => report(it, testNow))
  expect(first).toMatchObject({ report: { reportNo: 1, drop: null, before: { none: { gifts: 0 } } } })
  await s.tell('c', blast)
  await s.attribute()
  const second = await s.inside((it) => report(it, testNow))
  expect(second).toMatchObject({
    report: {
      ...{ reportNo: 2, drop: null },
      before: { none: { gifts: 1 }, deterministic: { gifts: 0, net: 0 } },
      after: { none: { gifts: 0, net: 0 }, deterministic: { gifts: 1 } },
    },
  })
  expect(await told()).toHaveLength(0)
})

test('where it goes again, the fall of certain money is an event of the system, once', async () => {
  await s.tell('c', [{ kind: 'withdrawal', of: 'creative', key: 'words', happenedAt }])
  await s.attribute()
  expect(await s.inside((it) => report(it, testNow))).toMatchObject({
    report: { drop: { where: 'restated', from: 1, to: 0 } },
    told: true,
  })
  const events = await told()
  expect(events.map(({ properties }) => properties)).toMatchObject([
    { metric_id: 'deterministic_share', anomaly_type: 'drop', percentage_deviation: -100 },
  ])
  expect(await s.inside((it) => report(it, testNow))).toMatchObject({ report: { drop: null }, told: false })
  expect(await told()).toHaveLength(1)
})
