import { expectedNextCharge, isPlanEnded, type Conversion, type RecurringPlan } from '@throughline/canonical'
import { authenticateJob, type Actor } from '@throughline/db'
import { cast } from '@throughline/db/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { donor, gift, row } from '../../ledger/testing/gift.ts'
import { ledgerFixture, type LedgerFixture } from '../../ledger/testing/ledger-fixture.ts'
import { createSecrets, masterKeyFrom } from '../../secrets/index.ts'
import { createMetrics, type Metrics, type Plan } from '../index.ts'
import { graceHours, weeklyAsMonthly } from './plan-state.ts'

/** Harbor's days are Chicago's. */
const zone = 'America/Chicago'
const tenant = cast.harbor
let now = new Date('2026-11-20T15:00:00Z')
let fixture: LedgerFixture
let figures: Metrics
let actor: Actor
beforeAll(async () => {
  fixture = await ledgerFixture(tenant)
  actor = authenticateJob(tenant, 'test')
  const secrets = { ...createSecrets(masterKeyFrom(new Uint8Array(32))), forTenant: async () => fixture.keyring }
  figures = createMetrics({ door: fixture.t.door, now: () => now, secrets })
})
afterAll(() => fixture.t.drop())
beforeEach(async () => {
  now = new Date('2026-11-20T15:00:00Z')
  await fixture.t
    .superuser`truncate batch, fact, money_movement, strip, contact, identity, tombstone, person_key, vault,
    source_record, record_part, ledger_head cascade`
})

const ada = donor('ada')
const usd = (minor: number) => ({ minor, currency: 'USD' })
const plan = (key: string, more: Partial<RecurringPlan> = {}): RecurringPlan => ({
  kind: 'recurring_plan',
  key,
  happenedAt: more.lastChargeAt ?? more.cancelledAt ?? '2026-11-10T18:00:00.000Z',
  person: ada,
  period: 'monthly',
  amount: usd(1_000),
  lastChargeAt: '2026-11-10T18:00:00.000Z',
  ...more,
})
const charge = (key: string, of: string, happenedAt: string, more: Partial<Conversion> = {}): Conversion =>
  gift(key, ada, { happenedAt, plan: of, amount: usd(1_000), ...more })
/** A plan that was only ever told to have ended. */
const end = (key: string, more: Partial<RecurringPlan>): RecurringPlan => {
  const { lastChargeAt: _, amount: __, period: ___, ...rest } = plan(key, more)
  return { ...rest, ...more }
}
const tell = (...records: (RecurringPlan | Conversion)[]) =>
  fixture.write(records.map((record) => row(`${record.kind} ${record.key} ${record.happenedAt}`, [record])))
const read = (batch?: number) => figures.recurring(actor, tenant, { batch })
const list = async (state?: Plan['state'], batch?: number) =>
  (await figures.recurringRows(actor, tenant, { state, batch, limit: 200 })).rows
const only = async () => {
  const [first] = await list()
  if (!first) throw new Error('no plan')
  return first
}

describe('a plan', () => {
  test('is active while its charge is expected, and lapsed four days after that charge did not come', async () => {
    await tell(plan('p', { lastChargeAt: '2026-10-31T18:00:00.000Z' }))
    expect(await only()).toMatchObject({ state: 'active', expectedNextAt: '2026-11-30T19:00:00.000Z' })
    now = new Date('2026-12-04T18:59:00Z')
    expect((await only()).state).toBe('active')
    now = new Date('2026-12-04T19:01:00Z')
    expect(await only()).toMatchObject({ state: 'lapsed', expectedNextAt: '2026-11-30T19:00:00.000Z' })
    expect((await read()).plans).toEqual({ active: 0, lapsed: 1, ended: 0 })
  })

  test('ends by being cancelled, and is open again once it is charged after that', async () => {
    await tell(plan('p', { cancelledAt: '2026-11-12T00:00:00.000Z', happenedAt: '2026-11-12T00:00:00.000Z' }))
    expect(await only()).toMatchObject({ state: 'ended', expectedNextAt: null, reopened: false })
    await tell(plan('p', { lastChargeAt: '2026-11-18T18:00:00.000Z' }))
    expect(await only()).toMatchObject({ state: 'active', reopened: true })
  })

  test('ends when its pledged charges were made, by the source’s count or by ours', async () => {
    await tell(plan('told', { pledged: 3, chargesMade: 3 }), plan('counted', { pledged: 2 }))
    expect((await read()).plans).toEqual({ active: 1, lapsed: 0, ended: 1 })
    await tell(charge('1', 'counted', '2026-10-10T18:00:00.000Z'), charge('2', 'counted', '2026-11-10T18:00:00.000Z'))
    expect((await read()).plans).toEqual({ active: 0, lapsed: 0, ended: 2 })
    expect((await list()).map(({ key, chargesMade, pledged }) => [key, chargesMade, pledged])).toEqual([
      ['told', 3, 3],
      ['counted', 2, 2],
    ])
  })

  test('counts the charges before its history begins by the number that the source gave one', async () => {
    await tell(
      plan('p'),
      charge('1', 'p', '2026-09-10T18:00:00.000Z', { chargeNumber: 7 }),
      charge('2', 'p', '2026-10-10T18:00:00.000Z'),
      charge('3', 'p', '2026-11-10T18:00:00.000Z', { status: 'declined' }),
    )
    expect((await only()).chargesMade).toBe(8)
  })

  test('past its sunset has ended', async () => {
    await tell(plan('p', { period: 'weekly', sunsetDay: '2026-11-16', lastChargeAt: '2026-11-10T18:00:00.000Z' }))
    expect((await only()).state).toBe('ended')
  })

  test('that is only supposed is none, until somebody tells of it', async () => {
    const supposed = end('p', {
      stub: true,
      cancelledAt: '2026-11-12T00:00:00.000Z',
      happenedAt: '2026-11-12T00:00:00.000Z',
    })
    await tell(supposed)
    expect(await list()).toEqual([])
    expect((await read()).plans).toEqual({ active: 0, lapsed: 0, ended: 0 })
    await tell(plan('p'))
    expect(await only()).toMatchObject({ state: 'ended', period: 'monthly', amount: usd(1_000) })
  })

  test('that its notice alone told of has ended, with nothing made up about it', async () => {
    await tell(end('p', { cancelledAt: '2026-11-12T00:00:00.000Z', happenedAt: '2026-11-12T00:00:00.000Z' }))
    expect(await only()).toMatchObject({ state: 'ended', period: null, amount: null, chargesMade: 0 })
  })

  test('shows nobody’s name', async () => {
    await tell(plan('p'))
    expect((await only()).donor).toBe('A… E…')
    expect(JSON.stringify(await list())).not.toContain('ada')
  })
})

describe('what plans bring', () => {
  test('is their amounts as a month, weekly ones 52 ÷ 12 times, and the charges of the next 30 days', async () => {
    await tell(
      plan('m', { amount: usd(2_500) }),
      plan('w', { period: 'weekly', amount: usd(700), lastChargeAt: '2026-11-19T18:00:00.000Z' }),
      plan('ended', { cancelledAt: '2026-11-12T00:00:00.000Z' }),
      plan('lapsed', { lastChargeAt: '2026-08-12T00:00:00.000Z' }),
    )
    const recurring = await read()
    expect(recurring.plans).toEqual({ active: 2, lapsed: 1, ended: 1 })
    expect(recurring.byCurrency).toEqual([
      {
        currency: 'USD',
        mrr: usd(2_500 + 3_033),
        monthly: usd(2_500),
        weekly: usd(3_033),
        // 10 December; 26 November, 3, 10 and 17 December.
        due: usd(2_500 + 4 * 700),
        dueCharges: 5,
      },
    ])
  })

  test('stops at the pledge and at the sunset', async () => {
    const weekly = { period: 'weekly' as const, amount: usd(100), lastChargeAt: '2026-11-19T18:00:00.000Z' }
    await tell(
      plan('pledged', { ...weekly, pledged: 3, chargesMade: 1 }),
      plan('sunset', { ...weekly, sunsetDay: '2026-12-04' }),
    )
    expect((await read()).byCurrency[0]).toMatchObject({ dueCharges: 4, due: usd(400) })
  })

  test('is by currency, never one sum of several, and leaves out what nobody priced', async () => {
    await tell(plan('u'), plan('c', { amount: { minor: 300, currency: 'CAD' } }), {
      ...end('x', {}),
      lastChargeAt: '2026-11-10T18:00:00.000Z',
    })
    const recurring = await read()
    expect(recurring.byCurrency.map(({ currency, mrr }) => [currency, mrr.minor])).toEqual([
      ['USD', 1_000],
      ['CAD', 300],
    ])
    expect([recurring.plans.active, recurring.unpriced]).toEqual([3, 1])
  })
})

describe('as known at a batch', () => {
  test('reads the same for ever, seen from that batch’s moment', async () => {
    await tell(plan('p'))
    const first = await read(1)
    expect(first.plans.active).toBe(1)
    const rows = await list(undefined, 1)
    await tell(
      plan('p', { cancelledAt: '2026-11-19T00:00:00.000Z', happenedAt: '2026-11-19T00:00:00.000Z' }),
      plan('q'),
    )
    now = new Date('2027-06-01T00:00:00Z')
    expect(await read(1)).toEqual({ ...first, freshness: [] })
    expect(await list(undefined, 1)).toEqual(rows)
    expect((await read()).plans).toEqual({ active: 0, lapsed: 1, ended: 1 })
    await expect(read(99)).rejects.toThrow('No such batch')
  })

  test('before anything was read there is none', async () => {
    expect(await read()).toMatchObject({ batch: 0, recordedAt: null, plans: { active: 0, lapsed: 0, ended: 0 } })
  })
})

test('pages go through every plan once, the latest change first', async () => {
  const days = ['01', '02', '03', '04', '05', '06', '07']
  await tell(...days.map((day) => plan(`p${day}`, { lastChargeAt: `2026-11-${day}T18:00:00.000Z` })))
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await figures.recurringRows(actor, tenant, { state: 'active', limit: 3, cursor })
    seen.push(...page.rows.map(({ key }) => key))
    cursor = page.next ?? undefined
  } while (cursor !== undefined)
  expect(seen).toEqual(days.toReversed().map((day) => `p${day}`))
})

const hourMs = 3_600_000
const instant = (from: string, to: string) =>
  fc
    .integer({ min: Date.parse(from) / hourMs, max: Date.parse(to) / hourMs })
    .map((hours) => new Date(hours * hourMs).toISOString())
const anyPlan = fc.record(
  {
    period: fc.constantFrom('weekly' as const, 'monthly' as const),
    amount: fc.record({ minor: fc.integer({ min: 1, max: 9_999 }), currency: fc.constantFrom('USD', 'CAD') }),
    zone: fc.constantFrom('America/New_York', 'Pacific/Auckland'),
    pledged: fc.integer({ min: 1, max: 6 }),
    chargesMade: fc.integer({ min: 0, max: 6 }),
    lastChargeAt: instant('2026-09-01T00:00:00Z', '2026-11-20T00:00:00Z'),
    cancelledAt: instant('2026-09-01T00:00:00Z', '2026-11-20T00:00:00Z'),
    sunsetDay: fc.constantFrom('2026-10-15', '2026-11-20', '2026-12-05'),
  },
  { requiredKeys: ['lastChargeAt'] },
)

/** The charges of the next 30 days of one plan, one by one. */
function dueOf(told: RecurringPlan, at: Date): number {
  let due = 0
  let made = told.chargesMade ?? 0
  let { lastChargeAt } = told
  for (;;) {
    const next = expectedNextCharge({ ...told, lastChargeAt, chargesMade: made }, zone)
    if (next === undefined || Date.parse(next) >= at.getTime() + 30 * 24 * hourMs) return due
    due += 1
    made += 1
    lastChargeAt = next
  }
}

test('what the database says of all plans at once is what is said of each', async () => {
  let run = 0
  await fc.assert(
    fc.asyncProperty(fc.array(anyPlan, { minLength: 1, maxLength: 25 }), fc.nat(60), async (drafts, days) => {
      run += 1
      now = new Date(Date.parse('2026-11-20T00:30:00Z') + days * 24 * hourMs)
      await fixture.t.superuser`delete from record_part`
      await fixture.t.superuser`delete from fact`
      const told = drafts.map((draft, index): RecurringPlan => {
        const [first, last] = [draft.lastChargeAt, draft.cancelledAt ?? ''].sort()
        return { kind: 'recurring_plan', key: `${run}-${index}`, happenedAt: last ?? first ?? '', ...draft }
      })
      await tell(...told)
      const stateOf = (each: RecurringPlan): Plan['state'] => {
        if (isPlanEnded(each, zone)) return 'ended'
        const next = expectedNextCharge(each, zone)
        return next !== undefined && Date.parse(next) + graceHours * hourMs < now.getTime() ? 'lapsed' : 'active'
      }
      const rows = new Map((await list()).map((each) => [each.key, each]))
      for (const each of told) {
        expect(rows.get(each.key), JSON.stringify(each)).toMatchObject({
          state: stateOf(each),
          expectedNextAt: stateOf(each) === 'ended' ? null : (expectedNextCharge(each, zone) ?? null),
        })
      }
      const active = told.filter((each) => stateOf(each) === 'active')
      const recurring = await read()
      for (const { currency, mrr, due, dueCharges } of recurring.byCurrency) {
        const priced = active.filter(({ amount, period }) => amount?.currency === currency && period !== undefined)
        const sumOf = (of: readonly RecurringPlan[]) => of.reduce((sum, { amount }) => sum + (amount?.minor ?? 0), 0)
        expect(mrr.minor).toBe(
          sumOf(priced.filter(({ period }) => period === 'monthly')) +
            weeklyAsMonthly(sumOf(priced.filter(({ period }) => period === 'weekly'))),
        )
        expect(dueCharges).toBe(priced.reduce((sum, each) => sum + dueOf(each, now), 0))
        expect(due.minor).toBe(priced.reduce((sum, each) => sum + dueOf(each, now) * (each.amount?.minor ?? 0), 0))
      }
      expect(recurring.plans.active + recurring.plans.lapsed + recurring.plans.ended).toBe(told.length)
    }),
    { numRuns: 40, seed: 7 },
  )
})

describe('the way to what plans bring', () => {
  test('ends at what they bring, and what they brought a while ago is where it starts', async () => {
    const charges = (key: string, ...days: string[]) =>
      days.map((day) => charge(`${key} ${day}`, key, `2026-${day}T18:00:00.000Z`))
    await tell(
      plan('stays'),
      ...charges('stays', '09-10', '10-10', '11-10'),
      plan('more', { amount: usd(2_500) }),
      ...charges('more', '09-10', '10-10'),
      charge('more now', 'more', '2026-11-10T18:00:00.000Z', { amount: usd(2_500) }),
      plan('new', { period: 'weekly', lastChargeAt: '2026-11-17T18:00:00.000Z' }),
      ...charges('new', '11-17'),
      plan('gone', { lastChargeAt: '2026-10-10T18:00:00.000Z', cancelledAt: '2026-11-01T18:00:00.000Z' }),
      ...charges('gone', '10-10'),
      plan('silent', { lastChargeAt: '2026-10-08T18:00:00.000Z' }),
      ...charges('silent', '10-08'),
      plan('declined', { lastChargeAt: '2026-10-09T18:00:00.000Z' }),
      ...charges('declined', '10-09'),
      charge('no', 'declined', '2026-11-09T18:00:00.000Z', { status: 'declined' }),
      plan('back', { lastChargeAt: '2026-11-12T18:00:00.000Z' }),
      ...charges('back', '08-01', '11-12'),
      plan('never charged', {
        lastChargeAt: undefined,
        happenedAt: '2026-11-15T18:00:00.000Z',
      }),
    )
    const mrr = async (days: number) => (await figures.recurringMrr(actor, tenant, { days })).byCurrency[0]
    const way = await mrr(30)
    expect(way?.end).toBe((await read()).byCurrency[0]?.mrr.minor)
    expect(Object.fromEntries((way?.steps ?? []).map(({ step, minor }) => [step, minor]))).toEqual({
      new: 5_333,
      recovered: 1_000,
      upgraded: 1_500,
      downgraded: 0,
      paused: -1_000,
      failed: -1_000,
      cancelled: -1_000,
    })
    now = new Date(now.getTime() - 30 * 86_400_000)
    const then = await mrr(30)
    expect([way?.start, then?.end]).toEqual([5_000, 5_000])
  })
})
