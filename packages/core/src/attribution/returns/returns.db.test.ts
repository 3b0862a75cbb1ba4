import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createColumnCache } from '../columns/column-cache.ts'
import { writeSetting } from '../setting.store.ts'
import { donor, story, type Story } from '../testing/story.ts'
import { textsView } from '../texts/texts-view.ts'
import { returnsView } from './returns-view.ts'
import { readTopics, writeTopics } from './topic-rules.store.ts'
import { testNow } from '../../ledger/testing/ledger-fixture.ts'

let s: Story
beforeAll(async () => {
  s = await story()
  await s.tell('fall', [
    {
      kind: 'campaign',
      key: 'fall',
      happenedAt: '2026-11-08T00:00:00.000Z',
      channel: 'sms',
      name: 'Fall ask',
      creative: 'fall',
      list: 'donors',
    },
    { kind: 'creative', key: 'fall', happenedAt: '2026-11-08T00:00:00.000Z', body: 'Every match counts', links: [] },
    { kind: 'audience_list', key: 'donors', happenedAt: '2026-11-08T00:00:00.000Z', name: 'Donors' },
    {
      kind: 'spend',
      key: 'fall',
      happenedAt: '2026-11-09T18:00:00.000Z',
      sourceDay: { day: '2026-11-09', zone: 'UTC' },
      amount: { minor: 900, currency: 'USD' },
      campaign: 'fall',
      creative: 'fall',
    },
  ])
  const people = ['ada', 'ben', 'cy'].map((name, i) => donor(name, { phone: `+1314555014${i}` }))
  for (const [i, who] of people.entries()) {
    const touched = (what: 'text_sent' | 'text_delivered' | 'text_clicked', at: string) =>
      s.isTouched(`m${i}:${what}`, who, {
        type: what,
        message: `m${i}`,
        happenedAt: at,
        campaign: 'fall',
        creative: 'fall',
      })
    await touched('text_sent', '2026-11-09T18:00:00.000Z')
    if (i < 2) await touched('text_delivered', '2026-11-09T18:00:05.000Z')
    if (i < 1) await touched('text_clicked', '2026-11-09T19:00:00.000Z')
  }
  const [ada, ben] = people
  if (!ada || !ben) throw new Error('nobody')
  const first = await s.gives('g1', ada, { amount: { minor: 5_000, currency: 'USD' }, fee: undefined })
  await s.takesBack({ ...first, amount: { minor: 1_000, currency: 'USD' } })
  await s.tell('stop', [
    {
      kind: 'consent',
      key: 'stop',
      happenedAt: '2026-11-10T00:00:00.000Z',
      person: ben,
      channel: 'sms',
      purpose: 'marketing',
      granted: false,
      source: 'a reply',
      message: 'm1',
      campaign: 'fall',
    },
  ])
  await s.attribute()
})
afterAll(() => s.t.drop())

const range = { from: '2026-11-09', to: '2026-11-20' }

describe('what was spent and what is credited for it', () => {
  test('meet in one row, refunds taken off, and come to what all of it comes to', async () => {
    const view = await s.inside((it) => returnsView(it, { ...range, by: 'campaign' }))
    expect(view).toMatchObject({ current: true, before: { from: '2026-10-28', to: '2026-11-08' } })
    const [row] = view.rows
    expect(row).toMatchObject({ label: 'Fall ask', channel: 'sms', before: { net: 0, spend: 0 } })
    expect(row?.now).toMatchObject({ spend: 900, sent: 3, otherSpend: false, micro: { new: 1_000_000 } })
    expect(row?.now.net).toBe(view.total.now.net)
    expect(row?.now.roas).toBeCloseTo((row?.now.net ?? 0) / 900)
    expect(row?.now).toMatchObject({ costPerNew: 900, costPerReturning: null, certainShare: 1 })
  })

  test('are shown by what creatives are about, by rules that are the client’s own', async () => {
    const topics = async () =>
      (await s.inside((it) => returnsView(it, { ...range, by: 'topic' }))).rows.map(({ label, now }) => [
        label,
        now.spend,
      ])
    expect(await topics()).toEqual([['Matching gift', 900]])
    const [creative] = (await s.inside((it) => returnsView(it, { ...range, by: 'creative' }))).rows
    expect(creative).toMatchObject({ body: 'Every match counts', topic: 'Matching gift' })
    await s.inside((it) => writeTopics(it, [{ topic: 'Counting', words: ['COUNTS'] }], testNow))
    expect(await s.inside(readTopics)).toMatchObject({ own: true })
    expect(await topics()).toEqual([['Counting', 900]])
  })
})

test('what nothing led to is in the sum of all credit, and in no rate', async () => {
  const before = (await s.inside((it) => returnsView(it, { ...range, by: 'campaign' }))).total.now
  await s.gives('nowhere', donor('eve'), { amount: { minor: 7_000, currency: 'USD' }, fee: undefined })
  await s.attribute()
  const { rows, total } = await s.inside((it) => returnsView(it, { ...range, by: 'campaign' }))
  expect(total.now).toEqual({ ...before, net: before.net + 7_000, micro: { ...before.micro, new: 2_000_000 } })
  expect(rows.find(({ key }) => key === null)?.now).toMatchObject({ net: 7_000, roas: null })
})

test('texts are told of by distinct people, step by step: sent, arrived, clicked, gave, and who wants no more', async () => {
  const deps = { cache: createColumnCache() }
  const read = (by: 'campaign' | 'list' | 'day') => s.inside((it) => textsView(it, deps, { ...range, by }))
  const funnel = { sent: 3, delivered: 2, clicked: 1, donated: 1, optedOut: 1, spend: 900, costMicro: 300_000_000 }
  const view = await read('campaign')
  expect(view.total).toEqual(funnel)
  expect(view.rows).toEqual([{ ...funnel, key: 'acme fall', label: 'Fall ask', day: null }])
  expect((await read('list')).rows).toEqual([{ ...funnel, key: 'acme donors', label: 'Donors', day: null }])
  expect((await read('day')).rows).toEqual([{ ...funnel, key: '2026-11-09', label: null, day: '2026-11-09' }])
  const before = await s.inside((it) => textsView(it, deps, { from: '2026-11-01', to: '2026-11-08', by: 'day' }))
  expect(before.total.sent).toBe(0)
})

test('what was known before another model was chosen is said to be by the one before', async () => {
  const view = (batch?: number) => s.inside((it) => returnsView(it, { ...range, by: 'channel', batch }))
  const { batch } = await view()
  const chosen = { model: { name: 'linear' }, window: { clickDays: 7, viewDays: 1 } } as const
  await s.inside((it) => writeSetting(it, chosen, { cause: 'rule_change', now: testNow }))
  await s.attribute()
  expect(await view()).toMatchObject({ model: 'linear', window: chosen.window })
  expect(await view(batch)).toMatchObject({ model: 'last_non_direct', window: { clickDays: 28, viewDays: 28 } })
})
