import { randomUUID } from 'node:crypto'
import { authenticateJob, type Actor } from '@throughline/db'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { donor, story, type Story } from '../../../attribution/testing/story.ts'
import { createEventIntake } from '../../../events/index.ts'
import { mergeContacts } from '../../../ledger/index.ts'
import { gift, row } from '../../../ledger/testing/gift.ts'
import { createSecrets, masterKeyFrom, type Secrets } from '../../../secrets/index.ts'
import { money, none, number, plain } from '../../figure.ts'
import { createMetrics, type Metrics, type Question } from '../../index.ts'

/** Harbor's days are Chicago's. */
const now = new Date('2026-11-20T15:00:00Z')
const campaign = '33333333-3333-4333-8333-333333333333'
const usd = (minor: number) => ({ minor, currency: 'USD' })
const october = { from: '2026-10-01', to: '2026-10-31' }
let s: Story
let figures: Metrics
let actor: Actor
/** As known before two people turned out to be one. */
let apart: number

beforeAll(async () => {
  s = await story()
  actor = authenticateJob(s.tenantId, 'test')
  const secrets = { ...createSecrets(masterKeyFrom(new Uint8Array(32))), forTenant: async () => s.keyring }
  figures = createMetrics({ door: s.t.door, now: () => now, secrets })
  const [ada, bo] = [donor('ada'), donor('bo')]
  const first = await s.gives('a1', ada, { amount: usd(10_000), happenedAt: '2025-03-01T18:00:00.000Z' })
  await s.gives('a2', ada, { amount: usd(4_000), happenedAt: '2025-03-21T18:00:00.000Z' })
  await s.gives('a3', ada, { amount: usd(9_900), happenedAt: '2026-03-01T18:00:00.000Z' })
  await s.gives('b1', bo, { amount: usd(2_000), happenedAt: '2025-03-05T18:00:00.000Z' })
  await s.takesBack(first, { amount: usd(1_000), happenedAt: '2025-05-01T18:00:00.000Z' })
  await s.tell('spend', [
    {
      ...{
        kind: 'spend',
        key: 'spring',
        happenedAt: '2025-03-02T05:00:00.000Z',
        amount: usd(1_000),
        campaign: 'spring',
      },
      sourceDay: { day: '2025-03-02', zone: 'America/Chicago' },
    },
  ])
  await s.tell('mailing', [
    { kind: 'campaign', key: 'mail', name: 'Mailing', happenedAt: '2026-10-01T05:00:00.000Z', channel: 'email' },
    {
      ...{ kind: 'spend', key: 'mail', happenedAt: '2026-10-02T05:00:00.000Z', amount: usd(1_100), campaign: 'mail' },
      sourceDay: { day: '2026-10-02', zone: 'America/Chicago' },
    },
  ])
  await takeHoldout()
  await s.attribute()
  const people = await contactNos()
  apart = (await figures.query(actor, s.tenantId, { metrics: ['gifts'], range: october })).batch
  const [other, one] = [people.at(-1), people.at(-2)]
  await s.inside((it) => mergeContacts(it, { from: other ?? 0, into: one ?? 0, now }))
})
afterAll(() => s.t.drop())

/** 150 people are sent something on 2 October and 120 are held out; of the first 30 give 40 dollars two days later, of the others 8. */
async function takeHoldout(): Promise<void> {
  const intake = createEventIntake({
    door: s.t.door,
    secrets: { forTenant: async () => s.keyring } as unknown as Secrets,
    notifier: { tell: () => {} },
    sources: new Set(['actblue']),
    now: () => new Date('2026-10-02T18:00:00Z'),
    newId: randomUUID,
  })
  const event = (name: string, event_type: string, properties: object, timestamp = '2026-10-02T17:00:00Z') => ({
    ...{ event_id: randomUUID(), event_type, timestamp, user_id: `${name}@example.org`, source: 'backend' },
    properties: { campaign_id: campaign, delivery_channel: 'email', ...properties },
  })
  const treated = Array.from({ length: 150 }, (_, i) => `treated${i}`)
  const control = Array.from({ length: 120 }, (_, i) => `control${i}`)
  const items = [
    ...treated.map((name) => event(name, 'campaign_delivered', {})),
    ...treated.slice(0, 20).map((name) => event(name, 'campaign_delivered', {}, '2026-10-02T17:30:00Z')),
    ...treated.slice(0, 50).map((name) => event(name, 'campaign_clicked', {}, '2026-10-02T17:45:00Z')),
    ...control.map((name) => event(name, 'campaign_delivered', { is_holdout: true })),
  ]
  const taken = await intake.take(actor, s.tenantId, { items, raw: Buffer.from('[]') })
  if (taken.result !== 'taken' || taken.results.some(({ status }) => status !== 'accepted'))
    throw new Error('not taken')
  const givers = [...treated.slice(0, 30), ...control.slice(0, 8)]
  const happenedAt = '2026-10-04T17:00:00.000Z'
  await s.write(
    givers.map((name) => row(name, [gift(`gift of ${name}`, donor(name), { amount: usd(4_000), happenedAt })])),
    { now },
  )
}

/** Everybody who was sent something or held out, by number. */
async function contactNos(): Promise<number[]> {
  const rows = await s.t.superuser<{ no: number }[]>`
    select distinct contact_no as no from event where tenant_id = ${s.tenantId} and kind = 1 order by 1`
  return rows.map(({ no }) => no)
}

const ask = async (metric: string, range: Question['range'], more: Partial<Question> = {}) => {
  const answer = await figures.query(actor, s.tenantId, { metrics: [metric], range, ...more })
  return { ...answer.total[0]!, rows: answer.rows }
}
const spring = { from: '2025-03-01', to: '2025-03-31' }
const fee = (minor: number) => Math.round(minor * 0.0395)

describe('what people are worth', () => {
  test('is net of their first twelve months; the anniversary is not in it', async () => {
    const ada = 10_000 - fee(10_000) + 4_000 - fee(4_000) - 1_000 + fee(10_000)
    const sum = ada + 2_000 - fee(2_000)
    const found = await ask('ltv_12m', spring)
    expect(found).toMatchObject({
      ...{ value: money(Math.round(sum / 2), 'USD'), numerator: { value: sum }, denominator: { value: 2 } },
      parts: { people: 2, censored: 0 },
    })
    expect((await ask('ltv_12m', october)).value).toEqual(none('no_units'))
    expect((await ask('ltv_12m', october)).parts).toMatchObject({ people: 38, censored: 38 })
    expect((await ask('ltv_predicted', october)).value).toEqual(none('no_model_yet'))
  })

  test('pays back what they cost, at an even pace and as observed', async () => {
    const year = (await ask('ltv_12m', spring)).numerator!.value / 2
    expect(plain((await ask('payback_simple', spring)).value)).toBeCloseTo(500 / (year / 12), 9)
    expect((await ask('payback_observed', spring)).value).toEqual(number(1))
    expect((await ask('payback_simple', october)).value).toEqual(none('no_units'))
  })

  test('comes back: in month 1, not in month 2; within 90 days; those who gave lately are not counted yet', async () => {
    expect(await ask('retention_30d', spring)).toMatchObject({ value: number(0.5), denominator: { value: 2 } })
    expect((await ask('retention_60d', spring)).value).toEqual(number(0))
    expect((await ask('repeat_rate', spring)).value).toEqual(number(0.5))
    expect(await ask('repeat_rate', october)).toMatchObject({ value: none('no_units'), parts: { censored: 38 } })
  })

  test('leaves a margin after what was spent', async () => {
    const net = 16_000 - fee(10_000) - fee(4_000) - fee(2_000)
    expect(plain((await ask('gross_margin', spring)).value)).toBeCloseTo((net - 1_000) / net, 12)
  })
})

describe('a segment', () => {
  const inactive = { filter: { segment: ['inactive'] } }
  test('is asked about alone: only those who gave more than a month ago', async () => {
    const found = await ask('message_frequency', october, { ...inactive, batch: apart })
    expect(found).toMatchObject({ value: number(50 / 30), denominator: { value: 30 } })
    expect((await ask('message_frequency', october, { batch: apart, filter: { segment: ['new'] } })).value).toEqual(
      none('no_units'),
    )
  })
  test('bears of what a channel cost its share of the touches, and no cost twice', async () => {
    const net = 38 * (4_000 - fee(4_000))
    // 170 were delivered and 50 clicked; of the 30 who gave, 50 and 30.
    const cost = (1_100 * 80) / 220
    const found = await ask('gross_margin', october, { ...inactive, batch: apart })
    expect(plain(found.value)).toBeCloseTo((net - cost) / net, 12)
    expect(found.parts).toMatchObject({ cost, unspread_cost: 0 })
    const whole = await ask('gross_margin', october, { batch: apart })
    expect(plain(whole.value)).toBeCloseTo((net - 1_100) / net, 12)
  })
})

describe('what people were sent', () => {
  test('is counted for each of them, and who was held out saw nothing', async () => {
    const found = await ask('message_frequency', october, { batch: apart })
    expect(found).toMatchObject({
      ...{ value: number(170 / 150), numerator: { value: 170 }, denominator: { value: 150 } },
      parts: { once: 130, twice: 20, three_times: 0, more: 0 },
    })
    const byCampaign = await ask('message_frequency', october, { batch: apart, by: 'campaign' })
    expect(byCampaign.rows.map(({ key, readings }) => [key, readings[0]?.value])).toEqual([
      [`events:${campaign}`, number(170 / 150)],
    ])
    expect((await ask('message_frequency', october, { batch: apart, filter: { channel: ['sms'] } })).value).toEqual(
      none('no_units'),
    )
  })

  test('is followed by a gift after two days, of those who gave; of all, half have not', async () => {
    const found = await ask('time_to_first_conversion', october, { batch: apart })
    expect(found).toMatchObject({ value: number(48), parts: { people: 150, converted: 30 } })
    expect(found.parts).not.toHaveProperty('median_of_all')
    expect((await ask('conversion_rate', october, { batch: apart })).value).toEqual(number(30 / 50))
  })
})

describe('what would not have come anyway', () => {
  test('is held against those who were held out, scaled to the treated, with its interval and both arms', async () => {
    const share = await ask('incrementality', october, { batch: apart })
    expect(plain(share.value)).toBeCloseTo(1 - (8 * (150 / 120)) / 30, 12)
    expect(share.interval!.low).toBeLessThan(2 / 3)
    expect(share.parts).toMatchObject({ treated: 150, treated_gave: 30, held_out: 120, held_out_gave: 8, in_both: 0 })
    expect(plain((await ask('holdout_lift', october, { batch: apart })).value)).toBeCloseTo(30 / 150 - 8 / 120, 12)
    expect(plain((await ask('relative_lift', october, { batch: apart })).value)).toBeCloseTo(2, 12)
    const net = 4_000 - fee(4_000)
    expect(plain((await ask('net_incremental_revenue', october, { batch: apart })).value)).toBe(
      Math.round(30 * net - 8 * net * (150 / 120)),
    )
    const rows = (await ask('incrementality', october, { batch: apart, by: 'campaign' })).rows
    expect(rows.map(({ key, readings }) => [key, readings[0]?.value])).toEqual([[`events:${campaign}`, share.value]])
  })

  test('is not said where nobody was held out', async () => {
    expect((await ask('incrementality', spring)).value).toEqual(none('no_units'))
  })
})

test('people who turn out to be one are one from then on, and still two as known before', async () => {
  // The last two of those who were held out.
  const heldOut = async (batch?: number) => (await ask('holdout_lift', october, { batch })).parts?.['held_out']
  expect([await heldOut(apart), await heldOut()]).toEqual([120, 119])
})
