import type { Cause } from '@throughline/canonical'
import { authenticateJob, type Actor } from '@throughline/db'
import { cast } from '@throughline/db/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { userActor } from '../../../db/src/actor.ts'
import { writeFxRates } from '../ledger/index.ts'
import { donor, gift, refund, row } from '../ledger/testing/gift.ts'
import { ledgerFixture, type LedgerFixture } from '../ledger/testing/ledger-fixture.ts'
import { createSecrets, masterKeyFrom } from '../secrets/index.ts'
import {
  createMetrics,
  provenMetrics,
  type Changes,
  type Metrics,
  type ProvenMetricId,
  type Overview,
} from './index.ts'
import { money, none, number, plain } from './figure.ts'

/** Harbor's days are Chicago's. */
const now = new Date('2026-11-20T15:00:00Z')
const november = { from: '2026-11-01', to: '2026-11-30' }
let fixture: LedgerFixture
let figures: Metrics
let actor: Actor
const tenant = cast.harbor

const ada = donor('ada')
const ben = donor('ben')
/** 03:00 UTC on the 11th is the evening of the 10th in Chicago. */
const late = gift('1', ada, { happenedAt: '2026-11-11T03:00:00.000Z' })
const monthly = gift('2', ben, {
  happenedAt: '2026-11-12T18:00:00.000Z',
  amount: { minor: 1_000, currency: 'USD' },
  plan: 'p',
})
const before = gift('3', ada, { happenedAt: '2026-10-20T18:00:00.000Z', amount: { minor: 5_000, currency: 'USD' } })

beforeAll(async () => {
  fixture = await ledgerFixture(tenant)
  actor = authenticateJob(tenant, 'test')
  // The fixture sealed with a keyring of its own.
  const secrets = { ...createSecrets(masterKeyFrom(new Uint8Array(32))), forTenant: async () => fixture.keyring }
  figures = createMetrics({ door: fixture.t.door, now: () => now, secrets })
  await fixture.write([row('1', [late]), row('3', [before])])
  await fixture.write([row('2', [monthly])])
  await fixture.write([row('r1', [refund(late)], { stream: 'refunds' })])
  await fixture.write([
    row('1', [gift('1', ada, { happenedAt: late.happenedAt, amount: { minor: 2_600, currency: 'USD' } })], {
      revision: 1,
    }),
  ])
})
afterAll(() => fixture.t.drop())

const read = (batch?: number) =>
  figures.overview(actor, tenant, { range: november, comparison: 'previous_period', batch })
const valueOf = async (metric: ProvenMetricId, batch?: number) =>
  (await read(batch)).figures.find((each) => each.metric === metric)?.now

test('the overview has every figure, on the client’s own days', async () => {
  const overview = await read()
  expect(overview.figures.map(({ metric }) => metric)).toEqual(Object.keys(provenMetrics))
  expect(await valueOf('raised_gross')).toEqual(money(3_600, 'USD'))
  expect(await valueOf('gifts')).toEqual(number(2))
  expect(await valueOf('donors')).toEqual(number(2))
  expect(await valueOf('new_donors')).toEqual(number(1))
  expect(await valueOf('average_gift')).toEqual(money(1_800, 'USD'))
  expect(await valueOf('recurring_share')).toEqual(number(1_000 / 3_600))
  expect(await valueOf('refunded')).toEqual(money(2_500, 'USD'))
  expect(overview.days.filter(({ gross }) => gross !== 0).map(({ day, gross }) => [day, gross])).toEqual([
    ['2026-11-10', 2_600],
    ['2026-11-12', 1_000],
  ])
  expect(overview.compared).toEqual({ from: '2026-10-02', to: '2026-10-31' })
  expect(overview.figures[0]?.before).toEqual(money(5_000, 'USD'))
  expect(overview.finding.kind).toBe('down')
  expect(overview.today).toBe('2026-11-20')
})

/** As somebody sees them who looks at another moment. */
const seenAt = (instant: string) =>
  createMetrics({
    door: fixture.t.door,
    now: () => new Date(instant),
    secrets: { ...createSecrets(masterKeyFrom(new Uint8Array(32))), forTenant: async () => fixture.keyring },
  })

test('while a range is running, before is counted to the same point, and a change is now divided by it', async () => {
  // 13 to 20 November against 5 to 12 November: the gift of the 12th was made at noon in Chicago.
  const input = { range: { from: '2026-11-13', to: '2026-11-20' }, comparison: 'previous_period' as const }
  const beforeOf = ({ figures: all }: Overview) =>
    Object.fromEntries(all.map(({ metric, before: was }) => [metric, was && plain(was)]))
  const morning = await figures.overview(actor, tenant, input)
  expect(morning.comparedUntil).toEqual({ day: '2026-11-12', hour: 9 })
  expect(beforeOf(morning)).toMatchObject({ raised_gross: 2_600, gifts: 1, donors: 1, new_donors: 0, refunded: 0 })
  const evening = await seenAt('2026-11-20T23:00:00Z').overview(actor, tenant, input)
  expect(evening.comparedUntil).toEqual({ day: '2026-11-12', hour: 17 })
  expect(beforeOf(evening)).toMatchObject({ raised_gross: 3_600, gifts: 2, donors: 2, new_donors: 1 })
  const over = await seenAt('2026-11-21T15:00:00Z').overview(actor, tenant, input)
  expect(over.comparedUntil).toBeNull()
  expect(beforeOf(over)).toMatchObject({ raised_gross: 3_600, gifts: 2, donors: 2, new_donors: 1 })
  for (const overview of [morning, evening, over])
    for (const { now: is, before: was, change } of overview.figures)
      if (was?.ok && is.ok && plain(was) !== 0)
        expect(change).toEqual(number(((plain(is) ?? 0) - (plain(was) ?? 0)) / Math.abs(plain(was) ?? 0)))
  // What the chart shows of a day is that day, whole.
  expect(morning.daysBefore.at(-1)).toMatchObject({ day: '2026-11-12', gross: 1_000, gifts: 1 })
})

test('before anything of a range has begun there is nothing to compare', async () => {
  const range = { from: '2026-12-01', to: '2026-12-31' }
  const december = await figures.overview(actor, tenant, { range, comparison: 'previous_period' })
  expect(december.figures[0]).toMatchObject({ before: none('not_read_yet'), change: none('not_read_yet') })
})

test('overview and portfolio say the same of the last thirty days', async () => {
  const range = { from: '2026-10-22', to: '2026-11-20' }
  const overview = await figures.overview(actor, tenant, { range, comparison: 'previous_period' })
  const raised = overview.figures.find(({ metric }) => metric === 'raised_net')
  const row = (await figures.portfolio(userActor(cast.olive))).rows.find(({ slug }) => slug === 'harbor-table')
  expect(row?.month).toEqual({ now: raised?.now, before: raised?.before, change: raised?.change })
})

test('days add up to the figure, and days to come have no value', async () => {
  const overview = await read()
  const gross = overview.figures.find(({ metric }) => metric === 'raised_gross')
  expect(gross?.spark.reduce((sum: number, value) => sum + (value ?? 0), 0)).toBe(3_600)
  expect(overview.days.reduce((sum, day) => sum + (day.net ?? NaN), 0)).toBe(
    plain(overview.figures[1]?.now ?? none('no_units')),
  )
  expect(gross?.spark.at(-1)).toBeNull()
})

test('a figure read at a batch reads the same for ever', async () => {
  const first = await read(1)
  expect(first.figures[0]?.now).toEqual(money(2_500, 'USD'))
  await fixture.write([row('9', [gift('9', donor('zoe'), { happenedAt: '2026-10-09T18:00:00.000Z' })])])
  expect(await read(1)).toEqual(first)
  await expect(read(99)).rejects.toThrow('No such batch')
})

test('before anything was read there is no figure, not a zero', async () => {
  const overview = await read(0)
  expect(overview.figures.map((each) => each.now)).toEqual(Object.keys(provenMetrics).map(() => none('not_read_yet')))
  expect(overview.finding).toEqual({ kind: 'nothing_yet', change: null })
})

test.each(Object.keys(provenMetrics) as ProvenMetricId[])(
  'what changed %s adds up exactly, term by term',
  async (metric) => {
    const newest = (await read()).batch
    for (let then = 0; then <= newest; then++)
      for (let to = then; to <= newest; to++) {
        const changes = await figures.changes(actor, tenant, { metric, range: november, then, now: to })
        expectExact(changes)
      }
  },
)

function expectExact(changes: Changes): void {
  for (const [i, term] of changes.terms.entries()) {
    const sum = changes.causes.reduce(
      (total, cause) => total + (cause.terms[i]?.amount?.minor ?? cause.terms[i]?.count ?? 0),
      0,
    )
    expect(sum).toBe((plain(term.now) ?? 0) - (plain(term.then) ?? 0))
  }
  const whole = changes.causes.reduce((total, { amount, count }) => total + (amount?.minor ?? count ?? 0), 0)
  const isRatio = changes.causes.every(({ amount, count }) => amount === null && count === null)
  if (!isRatio) expect(whole).toBe((plain(changes.now.value) ?? 0) - (plain(changes.then.value) ?? 0))
}

test('why a figure changed is said by cause', async () => {
  const changes = await figures.changes(actor, tenant, { metric: 'raised_net', range: november, then: 2, now: 4 })
  const byCause = new Map<Cause, number | undefined>(changes.causes.map(({ cause, amount }) => [cause, amount?.minor]))
  expect(byCause.get('refund')).toBe(-2_500 + 99)
  expect(byCause.get('restatement')).toBe(100 - 4)
})

test('the proof puts the numbers into the formula', async () => {
  const proof = await figures.proof(actor, tenant, { metric: 'raised_net', range: november })
  expect(proof.formula.terms.map(({ label, sign, value }) => [label, sign * (plain(value) ?? 0)])).toEqual([
    ['Gross', 3_600],
    ['Fees', -143],
    ['Fees returned', 99],
    ['Refunds', -2_500],
    ['Chargebacks', -0],
  ])
  expect(plain(proof.value)).toBe(3_600 - 143 + 99 - 2_500)
  expect(proof.rowCount).toBe(3)
})

test('the rows behind a sum add up to it, paged without a gap', async () => {
  for (const metric of ['raised_gross', 'raised_net', 'refunded'] as const) {
    const rows = []
    let cursor: string | undefined
    do {
      const page = await figures.proofRows(actor, tenant, { metric, range: november, limit: 1, cursor })
      rows.push(...page.rows)
      cursor = page.next ?? undefined
    } while (cursor !== undefined)
    const proof = await figures.proof(actor, tenant, { metric, range: november })
    expect(rows.reduce((sum, { adds }) => sum + (adds?.minor ?? 0), 0)).toBe(plain(proof.value))
    expect(rows).toHaveLength(proof.rowCount)
  }
})

test('the rows behind people are people, once each', async () => {
  const donors = await figures.proofRows(actor, tenant, { metric: 'donors', range: november, limit: 50 })
  expect(donors.rows.map(({ kind, key, gross }) => [kind, key, gross?.minor])).toEqual([
    ['donor', '2', 1_000],
    ['donor', '1', 2_600],
  ])
  const fresh = await figures.proofRows(actor, tenant, { metric: 'new_donors', range: november, limit: 50 })
  expect(fresh.rows.map(({ key }) => key)).toEqual(['2'])
  const october = await figures.proofRows(actor, tenant, {
    metric: 'donors',
    range: { from: '2026-10-15', to: '2026-11-30' },
    limit: 1,
  })
  expect(october.rows.map(({ key }) => key)).toEqual(['2'])
  expect(october.next).not.toBeNull()
  const rest = await figures.proofRows(actor, tenant, {
    metric: 'donors',
    range: { from: '2026-10-15', to: '2026-11-30' },
    limit: 1,
    cursor: october.next ?? undefined,
  })
  expect(rest.rows.map(({ key, gross }) => [key, gross?.minor])).toEqual([['3', 7_600]])
})

test('rows are those known at the batch', async () => {
  const rows = await figures.proofRows(actor, tenant, { metric: 'raised_gross', range: november, batch: 1, limit: 50 })
  expect(rows.rows.map(({ key, adds }) => [key, adds?.minor])).toEqual([['1', 2_500]])
})

test('latest gifts are newest first, masked, and say which went back', async () => {
  const page = await figures.latest(actor, tenant, { limit: 2 })
  expect(page.rows.map(({ key, refunded, recurring }) => [key, refunded, recurring])).toEqual([
    ['2', false, true],
    ['1', true, false],
  ])
  expect(page.rows.map((each) => each.donor)).toEqual(['B… E…', 'A… E…'])
  const next = await figures.latest(actor, tenant, { limit: 2, cursor: page.next ?? undefined })
  expect(next.rows[0]?.key).toBe('3')
})

test('moments can be asked at, and the one that held at an instant', async () => {
  const moments = await figures.moments(actor, tenant, {})
  expect(moments.map(({ batch }) => batch)).toEqual([1, 2, 3, 4, 5])
  expect(await figures.moments(actor, tenant, { at: '2000-01-01T00:00:00.000Z' })).toEqual([])
  expect((await figures.moments(actor, tenant, { at: '2100-01-01T00:00:00.000Z' }))[0]?.batch).toBe(5)
})

test('two currencies give no money without a rate, and the restated sum with one', async () => {
  const range = { from: '2026-09-01', to: '2026-09-30' }
  const net = async () => (await figures.overview(actor, tenant, { range, comparison: 'none' })).figures[1]?.now
  const cad = { minor: 1_000, currency: 'CAD' }
  await fixture.write([
    row('7', [gift('7', ben, { happenedAt: '2026-09-10T18:00:00.000Z' })]),
    row('8', [
      gift('8', ben, {
        happenedAt: '2026-09-10T19:00:00.000Z',
        amount: cad,
        fee: { amount: { minor: 40, currency: 'CAD' }, estimated: false },
      }),
    ]),
  ])
  expect(await net()).toEqual(none('rate_missing'))
  expect((await figures.proof(actor, tenant, { metric: 'gifts', range })).value).toEqual(number(2))
  await fixture.inside((inside) => writeFxRates(inside, [{ day: '2026-09-10', from: 'CAD', to: 'USD', rate: '0.7' }]))
  expect(await net()).toEqual(money(2_500 - 99 + 700 - 28, 'USD'))
  expect((await figures.proof(actor, tenant, { metric: 'raised_net', range })).value).toEqual(
    money(2_500 - 99 + 700 - 28, 'USD'),
  )
})

test('the portfolio shows the clients that somebody may see, in a few queries', async () => {
  const portfolio = await figures.portfolio(userActor(cast.olive))
  expect(portfolio.rows.map(({ slug }) => slug).sort()).toEqual(['clean-rivers', 'harbor-table'])
  const harbor = portfolio.rows.find(({ slug }) => slug === 'harbor-table')
  expect(harbor?.month.now).toEqual(money(3_600 - 143 + 99 - 2_500, 'USD'))
  expect(portfolio.rows.find(({ slug }) => slug === 'clean-rivers')?.month.now).toEqual(none('not_read_yet'))
  expect(portfolio.totals).toEqual([{ currency: 'USD', month: { minor: 3_600 - 143 + 99 - 2_500, currency: 'USD' } }])
  expect((await figures.portfolio(userActor(cast.ana))).rows.map(({ slug }) => slug)).toEqual(['clean-rivers'])
  expect((await figures.portfolio(userActor(cast.rex))).rows).toEqual([])
})
