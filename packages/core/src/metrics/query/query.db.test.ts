import { authenticateJob, type Actor } from '@throughline/db'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeSetting } from '../../attribution/setting.store.ts'
import { story, donor, type Story } from '../../attribution/testing/story.ts'
import { writeFxRates } from '../../ledger/index.ts'
import { createSecrets, masterKeyFrom } from '../../secrets/index.ts'
import { money, none, number, plain } from '../figure.ts'
import { createMetrics, type Answer, type Metrics, type Question } from '../index.ts'

const now = new Date('2026-11-20T15:00:00Z')
const november = { from: '2026-11-01', to: '2026-11-30' }
const [ada, ben, eve] = [donor('ada'), donor('ben'), donor('eve')]
const usd = (minor: number) => ({ minor, currency: 'USD' })

let s: Story
let figures: Metrics
let actor: Actor
/** The batch before the refund and what came after it. */
let earlier: number

const spent = (day: string, campaign: string, minor: number, more: object = {}) => ({
  kind: 'spend' as const,
  key: `${campaign} ${day}`,
  happenedAt: `${day}T05:00:00.000Z`,
  sourceDay: { day, zone: 'America/Chicago' },
  amount: usd(minor),
  campaign,
  impressions: 10_000,
  clicks: 200,
  ...more,
})

beforeAll(async () => {
  s = await story()
  actor = authenticateJob(s.tenantId, 'test')
  const secrets = { ...createSecrets(masterKeyFrom(new Uint8Array(32))), forTenant: async () => s.keyring }
  figures = createMetrics({ door: s.t.door, now: () => now, secrets })
  await s.tell('campaigns', [
    { kind: 'campaign', key: 'spring', name: 'Spring appeal', happenedAt: '2026-11-01T05:00:00.000Z', channel: 'ads' },
    { kind: 'campaign', key: 'fall', name: 'Fall texts', happenedAt: '2026-11-01T05:00:00.000Z', channel: 'sms' },
  ])
  await s.isTouched('t1', ada, { campaign: 'fall' })
  await s.isTouched('t2', ben, { campaign: 'spring', channel: 'ads', type: 'click' })
  await s.gives('g1', ada, { amount: usd(2_500), happenedAt: '2026-11-10T18:00:00.000Z' })
  await s.gives('g2', ben, { amount: usd(10_000), happenedAt: '2026-11-11T18:00:00.000Z' })
  await s.gives('g3', eve, { amount: usd(700), happenedAt: '2026-11-12T18:00:00.000Z' })
  await s.tell('spend', [spent('2026-11-09', 'spring', 4_000)])
  await s.attribute()
  earlier = (await ask({ metrics: ['raised_net'] })).batch
  await s.takesBack(await s.gives('g4', ada, { amount: usd(5_000), happenedAt: '2026-11-13T18:00:00.000Z' }))
  await s.attribute()
})
afterAll(() => s.t.drop())

const ask = (more: Partial<Question> & Pick<Question, 'metrics'>): Promise<Answer> =>
  figures.query(actor, s.tenantId, { range: november, ...more })
const total = async (metric: string, more: Partial<Question> = {}) =>
  (await ask({ ...more, metrics: [metric] })).total[0]

describe('a question', () => {
  test('is answered by its formula, with what was divided and by what', async () => {
    expect(await total('raised_gross')).toMatchObject({ value: money(18_200, 'USD') })
    const average = await total('average_gift')
    expect(average).toMatchObject({
      value: money(4_550, 'USD'),
      numerator: { unit: 'money', value: 18_200 },
      denominator: { unit: 'count', value: 4 },
      thin: true,
    })
    const cac = await total('cac')
    expect(cac).toMatchObject({ value: money(Math.round(4_000 / 3), 'USD') })
  })

  test('by a place has rows that add up to the whole, the largest first, with names', async () => {
    const answer = await ask({ metrics: ['raised_gross', 'gifts'], by: 'campaign' })
    expect(
      answer.rows.map(({ key, label, readings }) => [key?.split(':')[1], label, plain(readings[0]!.value)]),
    ).toEqual([
      ['spring', 'Spring appeal', 10_000],
      ['fall', 'Fall texts', 7_500],
      [undefined, null, 700],
    ])
    for (const at of [0, 1])
      expect(answer.rows.reduce((sum, { readings }) => sum + (plain(readings[at]!.value) ?? 0), 0)).toBeCloseTo(
        plain(answer.total[at]!.value) ?? NaN,
        6,
      )
    expect(answer.attribution).toMatchObject({ model: 'last_non_direct', own: true })
  })

  test('shows so many rows and says how many more there are', async () => {
    const answer = await ask({ metrics: ['raised_gross'], by: 'channel', limit: 1 })
    expect(answer.rows).toHaveLength(1)
    expect(answer.more).toBe(2)
  })

  test('about a past batch is answered as it was then', async () => {
    expect((await total('raised_gross', { batch: earlier }))?.value).toEqual(money(13_200, 'USD'))
    const then = await ask({ metrics: ['attributed_net', 'gifts'], by: 'channel', batch: earlier })
    expect(then.rows.map(({ key, readings }) => [key, plain(readings[0]!.value)])).toEqual([
      ['ads', expect.any(Number)],
      ['sms', expect.any(Number)],
      [null, 0],
    ])
  })

  test('is filtered by several things at once', async () => {
    const filter = { channel: ['sms'], donor_type: ['new'] }
    expect((await total('raised_gross', { filter }))?.value).toEqual(money(2_500, 'USD'))
    expect((await total('raised_gross', { filter: { channel: [null] } }))?.value).toEqual(money(700, 'USD'))
    expect((await total('gifts', { filter: { day: ['2026-11-10', '2026-11-11'] } }))?.value).toEqual(number(2))
  })

  test('of a cost divides what was paid for the thing itself, not all that was paid', async () => {
    const july = { from: '2026-07-01', to: '2026-07-31' }
    const cost = (channel: 'ads' | 'sms' | 'email', minor: number, clicks: number) =>
      spent('2026-07-10', `${channel} of july`, minor, { clicks, impressions: 0 })
    await s.tell(
      'july',
      (['ads', 'sms', 'email'] as const).flatMap((channel) => [
        { kind: 'campaign', key: `${channel} of july`, happenedAt: '2026-07-01T05:00:00.000Z', channel },
        cost(channel, { ads: 3_000, sms: 500, email: 900 }[channel], channel === 'ads' ? 100 : 0),
      ]),
    )
    await s.isTouched('july text', ada, { campaign: 'sms of july', happenedAt: '2026-07-10T18:00:00.000Z' })
    await s.attribute()
    const value = async (metric: string) => (await total(metric, { range: july }))?.value
    expect(await value('spend')).toEqual(money(4_400, 'USD'))
    expect(await value('cpc')).toEqual(money(30, 'USD'))
    expect(await value('cost_per_recipient')).toEqual(money(500, 'USD'))
  })

  test('by day has every day that has begun, and is held against the day as far back', async () => {
    const answer = await ask({
      metrics: ['raised_gross'],
      by: 'day',
      range: { from: '2026-11-10', to: '2026-11-12' },
      comparison: 'previous_period',
    })
    expect(answer.rows.map(({ key, readings }) => [key, plain(readings[0]!.value)])).toEqual([
      ['2026-11-10', 2_500],
      ['2026-11-11', 10_000],
      ['2026-11-12', 700],
    ])
    expect(answer.total[0]?.before).toEqual(money(0, 'USD'))
    expect(answer.total[0]?.change).toEqual(none('no_units'))
  })
})

describe('what has a reading of its own', () => {
  test('the gift in the middle, by day too', async () => {
    const answer = await ask({ metrics: ['median_gift'], by: 'day', range: { from: '2026-11-10', to: '2026-11-13' } })
    expect(answer.total[0]).toMatchObject({ value: money(3_750, 'USD'), units: 4 })
    expect(answer.rows.map(({ readings }) => plain(readings[0]!.value))).toEqual([2_500, 10_000, 700, 5_000])
  })

  test('budgets are held against what was spent on the days that are over', async () => {
    const at = '2026-11-05T12:00:00.000Z'
    await s.tell('budget', [
      {
        kind: 'campaign',
        key: 'spring',
        name: 'Spring appeal',
        happenedAt: at,
        channel: 'ads',
        status: 'active',
        startsAt: at,
        dailyBudget: usd(1_000),
      },
    ])
    const answer = await ask({ metrics: ['budget_utilisation'], by: 'campaign' })
    // From the 5th to the 19th, the day before today.
    expect(answer.total[0]).toMatchObject({
      value: number(4_000 / 15_000),
      numerator: { unit: 'money', value: 4_000 },
      denominator: { unit: 'money', value: 15_000 },
    })
    expect(answer.rows).toHaveLength(1)
    expect(answer.rows[0]?.label).toBe('Spring appeal')
  })

  test('plans bring so much a month, and declined charges of theirs are counted against them', async () => {
    const plan = {
      kind: 'recurring_plan' as const,
      key: 'p',
      happenedAt: '2026-11-12T18:00:00.000Z',
      period: 'weekly' as const,
    }
    await s.tell('plan', [
      { ...plan, person: eve, amount: usd(600), lastChargeAt: '2026-11-19T18:00:00.000Z', chargesMade: 1 },
    ])
    await s.gives('c1', eve, { amount: usd(600), plan: 'p', happenedAt: '2026-10-12T18:00:00.000Z' })
    await s.gives('c2', eve, {
      amount: usd(600),
      plan: 'p',
      status: 'declined',
      happenedAt: '2026-10-19T18:00:00.000Z',
    })
    expect(await total('mrr', { comparison: 'previous_period' })).toMatchObject({
      value: money(2_600, 'USD'),
      before: null,
    })
    const october = { from: '2026-10-01', to: '2026-10-31' }
    expect(await total('failed_charge_rate', { range: october })).toMatchObject({
      value: number(0.5),
      interval: { level: 0.95 },
      thin: true,
    })
  })
})

describe('how far a figure can be relied on', () => {
  test('is said of each metric by the sources that tell of it: how old, and how much of it is here', async () => {
    expect((await ask({ metrics: ['raised_net'] })).metrics[0]).toMatchObject({
      completeness: null,
      stale: false,
      sources: [],
    })
    const connection = '00000000-0000-4000-8000-0000000000d7'
    await s.t
      .superuser`insert into connection (tenant_id, connection_id, connector, name, config, state, every_minutes, created_at)
      values (${s.tenantId}, ${connection}, 'acme', 'Acme', '{}', 'active', 60, '2026-11-01')`
    await s.t
      .superuser`insert into completeness (tenant_id, connection_id, stream, checked_at, state, source_count, our_count, differences)
      values (${s.tenantId}, ${connection}, 'gifts', '2026-11-20', 'differs', 100, 85, '[]'),
        (${s.tenantId}, ${connection}, 'gifts', '2026-11-19', 'complete', 100, 100, '[]')`
    const [raised, uptime] = (await ask({ metrics: ['raised_net', 'uptime'] })).metrics
    expect(raised).toMatchObject({
      completeness: 0.85,
      incomplete: true,
      // Nothing was read by it yet.
      stale: true,
      sources: [{ connectionId: connection, of: 'gifts', name: 'Acme', state: 'never', completeness: 0.85 }],
    })
    expect(uptime).toMatchObject({ completeness: null, incomplete: false, stale: false, sources: [] })
    // Nobody tells of events, so that none of them is not known to be none.
    expect((await total('clicks_first_party'))?.value).toEqual(none('not_read_yet'))
    await s.t
      .superuser`update completeness set our_count = 90 where connection_id = ${connection} and checked_at = '2026-11-20'`
    expect((await ask({ metrics: ['raised_net'] })).metrics[0]).toMatchObject({ completeness: 0.9, incomplete: false })
  })
})

describe('what does not add up', () => {
  test('people of two days are counted once, and over days with a gap not at all', async () => {
    await s.gives('again', ada, { amount: usd(100), happenedAt: '2026-11-11T18:00:00.000Z' })
    const donors = (days: string[]) => total('donors', { filter: { day: days } })
    expect((await donors(['2026-11-10']))?.value).toEqual(number(1))
    // Ada gave on both days, Ben on the second.
    expect((await donors(['2026-11-11', '2026-11-10']))?.value).toEqual(number(2))
    await expect(donors(['2026-11-10', '2026-11-12'])).rejects.toThrow(/without gaps/)
  })

  test('two currencies have no sum until there is a rate, and counts are counts', async () => {
    const september = { from: '2026-09-01', to: '2026-09-30' }
    const at = '2026-09-10T18:00:00.000Z'
    await s.gives('usd', ada, { amount: usd(1_000), happenedAt: at })
    await s.gives('cad', ben, { amount: { minor: 2_000, currency: 'CAD' }, happenedAt: at })
    await s.attribute()
    const ids = ['raised_gross', 'gifts', 'average_gift', 'median_gift', 'attributed_gross']
    const values = async () => (await ask({ metrics: ids, range: september })).total.map(({ value }) => value)
    expect(await values()).toEqual([
      none('rate_missing'),
      number(2),
      none('rate_missing'),
      none('rate_missing'),
      money(0, 'USD'),
    ])
    await s.inside((it) => writeFxRates(it, [{ day: '2026-09-10', from: 'CAD', to: 'USD', rate: '0.75' }]))
    expect(await values()).toEqual([
      money(2_500, 'USD'),
      number(2),
      money(1_250, 'USD'),
      money(1_250, 'USD'),
      money(0, 'USD'),
    ])
    const byChannel = await ask({ metrics: ['raised_gross'], range: september, by: 'channel', model: 'linear' })
    expect(byChannel.rows.map(({ key, readings }) => [key, readings[0]?.value])).toEqual([[null, money(2_500, 'USD')]])
  })
})

describe('another model or window', () => {
  test('credits the same gifts anew, and says so', async () => {
    const own = await ask({ metrics: ['raised_gross', 'roas'], by: 'campaign', model: 'last_non_direct' })
    const kept = await ask({ metrics: ['raised_gross', 'roas'], by: 'campaign' })
    expect(own.rows).toEqual(kept.rows)
    expect(own.total).toEqual(kept.total)
    const soon = { clickDays: 1, viewDays: 1 } as const
    const narrow = await ask({ metrics: ['attributed_gross'], by: 'channel', model: 'linear', window: soon })
    expect(narrow.attribution).toMatchObject({ model: 'linear', window: soon, own: false })
    expect(narrow.rows.map(({ key, readings }) => [key, plain(readings[0]!.value)])).toEqual([['sms', 2_500]])
  })

  test('counts once what lies in the range and in the one that it is held against', async () => {
    await s.gives('both', donor('cleo'), {
      amount: { minor: 4_000, currency: 'CAD' },
      happenedAt: '2025-10-05T18:00:00.000Z',
    })
    await s.attribute()
    await s.inside((it) => writeFxRates(it, [{ day: '2025-10-05', from: 'CAD', to: 'USD', rate: '0.5' }]))
    const range = { from: '2025-09-01', to: '2026-10-31' }
    const asked = { metrics: ['raised_gross'], by: 'channel', range, comparison: 'previous_year' } as const
    const [kept, anew] = [await ask(asked), await ask({ ...asked, model: 'last_non_direct' })]
    expect(kept.rows.map(({ readings }) => readings[0]?.before)).toContainEqual(money(2_000, 'USD'))
    expect(anew.rows).toEqual(kept.rows)
  })

  test('by day, and by donor type, adds up to the same whole', async () => {
    for (const by of ['day', 'donor_type', 'tier', 'list'] as const) {
      const answer = await ask({ metrics: ['attributed_net'], by, model: 'first_touch' })
      const sum = answer.rows.reduce((total, { readings }) => total + (plain(readings[0]!.value) ?? 0), 0)
      expect([by, sum]).toEqual([by, plain(answer.total[0]!.value)])
    }
  })

  test('by model there is a row for each, of the same gifts, and how far each is from the others', async () => {
    const answer = await ask({ metrics: ['attributed_net', 'model_disagreement'], by: 'model' })
    expect(answer.rows.map(({ key }) => key)).toEqual(expect.arrayContaining(['first_touch', 'linear', 'shapley']))
    const own = answer.rows.find(({ key }) => key === 'last_non_direct')
    expect(own?.readings[0]?.value).toEqual(answer.total[0]?.value)
    // Whoever gave here was touched once at most: every model says the same.
    expect(answer.total[1]).toMatchObject({ metric: 'model_disagreement', value: number(0) })
    expect(new Set(answer.rows.map(({ readings }) => plain(readings[1]!.value)))).toEqual(new Set([0]))
    await s.isTouched('t9', ben, { campaign: 'fall', happenedAt: '2026-11-08T18:00:00.000Z' })
    await s.attribute()
    const apart = await ask({ metrics: ['model_disagreement'], by: 'model' })
    const distance = (model: string) => plain(apart.rows.find(({ key }) => key === model)!.readings[0]!.value) ?? 0
    expect(plain(apart.total[0]!.value)).toBeGreaterThan(0)
    expect(distance('first_touch')).toBeGreaterThan(distance('linear'))
    await expect(ask({ metrics: ['gifts'], by: 'model' })).rejects.toThrow(/not kept by model/)
    await expect(ask({ metrics: ['roas'], by: 'model', model: 'linear' })).rejects.toThrow(/leave the model out/)
  })

  test('credits everything beside how far models are from each other', async () => {
    const soon = { clickDays: 1, viewDays: 1 } as const
    const asked = { model: 'first_touch', window: soon }
    const [alone] = (await ask({ metrics: ['attributed_gross'], ...asked })).total
    const [beside] = (await ask({ metrics: ['attributed_gross', 'model_disagreement'], ...asked })).total
    expect(beside).toEqual(alone)
    expect(beside?.value).not.toEqual((await total('attributed_gross'))?.value)
  })

  test('is of now alone', async () => {
    await expect(ask({ metrics: ['roas'], model: 'linear', batch: earlier })).rejects.toThrow(/own model alone/)
    await expect(ask({ metrics: ['roas'], model: 'markov' })).rejects.toThrow(/not fitted/)
  })

  test('once chosen is what figures are by from then on, and those known before are by what was chosen before', async () => {
    const chosen = { model: { name: 'first_touch' }, window: { clickDays: 7, viewDays: 1 } } as const
    await s.inside((it) => writeSetting(it, chosen, { cause: 'rule_change', now }))
    await s.attribute()
    const by = async (batch?: number) => (await ask({ metrics: ['roas'], batch })).attribution
    expect(await by()).toMatchObject({ model: 'first_touch', window: chosen.window, own: true, current: true })
    expect(await by(earlier)).toMatchObject({
      model: 'last_non_direct',
      window: { clickDays: 28, viewDays: 28 },
      modelNo: 0,
      own: true,
    })
  })
})

describe('what cannot be answered', () => {
  test('says why, never zero', async () => {
    expect((await total('model_accuracy'))?.value).toEqual(none('no_model_yet'))
    expect((await total('goal_probability'))?.value).toEqual(none('no_model_yet'))
    expect((await total('conversion_rate_events'))?.value).toEqual(none('not_read_yet'))
    expect((await total('open_rate'))?.value).toEqual(none('no_units'))
    expect((await total('raised_net', { range: { from: '2020-01-01', to: '2020-02-01' } }))?.value).toEqual(
      none('not_read_yet'),
    )
    const quiet = { from: '2026-11-18', to: '2026-11-19' }
    expect((await total('average_gift', { range: quiet }))?.value).toEqual(none('no_units'))
    expect((await total('cac', { range: quiet }))?.value).toEqual(none('no_units'))
    expect((await total('raised_net', { range: quiet }))?.value).toEqual(money(0, 'USD'))
  })

  test.each([
    [{ metrics: ['nothing'] }, /no such metric/],
    [{ metrics: ['raised_net'], by: 'segment' as const }, /not kept by segment.*day, hour/],
    [{ metrics: ['median_gift'], filter: { channel: ['sms'] } }, /not kept by channel/],
    [{ metrics: ['raised_net'], by: 'hour' as const, filter: { channel: ['sms'] } }, /not by them together/],
    [{ metrics: ['roas'], model: 'guess' }, /no such model.*last_touch/],
    [{ metrics: ['raised_net'], range: { from: '2027-01-01', to: '2027-01-31' } }, /today is 2026-11-20/],
    [{ metrics: ['raised_net'], range: { from: '2026-11-20', to: '2026-11-01' } }, /ends before it begins/],
    [{ metrics: ['raised_net'], filter: { donor_type: ['strange'] } }, /new, returning, monthly/],
    [{ metrics: ['raised_net'], filter: { day: ["x'"] } }, /written 2026-11-03/],
    [{ metrics: ['raised_net'], batch: 9_999 }, /No such batch/],
  ])('%j says what would work', async (question, sentence) => {
    await expect(ask(question as Question)).rejects.toThrow(sentence)
  })
})
