import { authenticateJob } from '@throughline/db'
import { cast } from '@throughline/db/testing'
import {
  openSource,
  standingOf,
  totalsOver,
  trickle,
  world,
  type ClientSource,
  type DayTotals,
  type DemoSource,
  type EmulatorSecrets,
  type LineItem,
  type World,
} from '@throughline/world'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { olive, otto, sourceFixture, type SourceFixture } from '../ingest/testing/source-fixture.ts'
import { createMetrics, type Metrics, type Overview } from './index.ts'
import { plain } from './figure.ts'
import type { ProvenMetricId } from './proven-metric.ts'

/** The world's clients live in the zones of the cast's: New York, Los Angeles, Chicago. */
const homes = {
  'juniper-street-arts': cast.prairie,
  'cascadia-clean-water': cast.rivers,
  'marisol-vega-for-senate': cast.harbor,
} as const
const slugs = Object.keys(homes) as (keyof typeof homes)[]
const end = '2026-11-15T15:00:00.000Z'
const secretsOf = (slug: string): EmulatorSecrets => ({
  clientUuid: `uuid-${slug}`,
  clientSecret: `secret-${slug}`,
  ...{ contributionUsername: 'gifts', contributionPassword: 'a' },
  ...{ refundUsername: 'refunds', refundPassword: 'b' },
  ...{ cancellationUsername: 'ends', cancellationPassword: 'c' },
})

let f: SourceFixture
let made: World
let source: DemoSource
let figures: Metrics
const connections = new Map<string, string>()
/** Lines of the future that were told. */
const told = new Map<string, LineItem[]>()

beforeAll(async () => {
  f = await sourceFixture({ start: end })
  made = world('metrics', end, 'small')
  source = openSource(made, { clock: f.clock, random: () => 0.5, secretsOf, storeUrl: 'https://bucket.example' })
  f.deps.around.fetch = (request) => source.fetch(request) ?? Promise.resolve(new Response(null, { status: 404 }))
  f.deps.addressOf = () => ({ unlimited: true })
  figures = createMetrics({ door: f.t.door, now: () => f.clock.now(), secrets: f.deps.secrets })
  for (const slug of slugs) await readHistory(source.of(slug), slug)
}, 240_000)
afterAll(() => f.drop())

/** Connects, reads all history from reports, then hears what only notices tell: late rows, double ones, failed attempts. */
async function readHistory(client: ClientSource, slug: keyof typeof homes): Promise<void> {
  client.emulator.limits = 'off'
  const { entityIds, backfillFrom, clickIdPatterns } = client.emulator.config
  const values = Object.fromEntries([
    ...Object.entries({ entityIds, backfillFrom, managedForms: false, clickIdPatterns }).map(([name, value]) => [
      `config.${name}`,
      value,
    ]),
    ...Object.entries(secretsOf(slug)).map(([name, value]) => [`secrets.${name}`, value]),
  ]) as Record<string, unknown>
  const { connectionId } = await f.connections.create(homes[slug] === cast.prairie ? otto : olive, homes[slug], {
    connector: 'actblue',
    name: 'ActBlue',
    values,
  })
  connections.set(slug, connectionId)
  await drain()
  client.showLateRows()
  for (const notice of client.historyNotices())
    expect(await f.post(connectionId, notice)).toEqual({ result: 'accepted' })
  await drain()
}

/** Runs what is due now, and leaves tomorrow's schedules alone. */
async function drain(): Promise<void> {
  for (;;) {
    const due = f.waiting.filter(({ at }) => at.getTime() <= f.clock.now().getTime() + 1000)
    if (due.length === 0) return
    const later = f.waiting.filter((each) => !due.includes(each))
    f.waiting.splice(0, f.waiting.length, ...due)
    await f.run({ steps: 1 }).catch((error: unknown) => {
      if (!(error instanceof Error && error.message.startsWith('still busy'))) throw error
    })
    f.waiting.push(...later)
  }
}

const linesOf = (slug: keyof typeof homes): LineItem[] => [...source.of(slug).place.lines, ...(told.get(slug) ?? [])]

async function overviewOf(slug: keyof typeof homes, from: string, to: string): Promise<Overview> {
  return figures.overview(authenticateJob(homes[slug], 'test'), homes[slug], {
    range: { from, to },
    comparison: 'none',
  })
}

function expectAgreement(overview: Overview, lines: readonly LineItem[], slug: keyof typeof homes): void {
  const { place } = source.of(slug)
  const until = f.clock.now().getTime()
  const ours = (metric: ProvenMetricId) =>
    plain(overview.figures.find((each) => each.metric === metric)?.now ?? { ok: false, why: 'no_units' })
  const theirs = totalsOver(lines, place.clock, until, overview.range.from, overview.range.to)
  expect(ours('raised_gross')).toBe(theirs.gross)
  expect(ours('raised_net')).toBe(theirs.net)
  expect(ours('gifts')).toBe(theirs.gifts)
  expect(ours('donors')).toBe(theirs.donors)
  expect(ours('new_donors')).toBe(theirs.newDonors)
  expect(ours('refunded')).toBe(theirs.refunds)
  expect(ours('average_gift')).toBe(theirs.gifts > 0 ? Math.round(theirs.gross / theirs.gifts) : undefined)
  expect(ours('recurring_share')).toBe(theirs.gross > 0 ? theirs.recurringGross / theirs.gross : undefined)
}

describe.each(slugs)('%s', (slug) => {
  test('every day is the world’s, to the cent, and so are its donors', async () => {
    const { place } = source.of(slug)
    const overview = await overviewOf(slug, '2025-05-01', '2026-11-15')
    const nothing: Pick<DayTotals, 'gross' | 'net' | 'gifts' | 'donors' | 'newDonors'> = {
      gross: 0,
      net: 0,
      gifts: 0,
      donors: 0,
      newDonors: 0,
    }
    const days = place.totals(f.clock.now().getTime())
    const spark = (metric: ProvenMetricId) => overview.figures.find((each) => each.metric === metric)?.spark ?? []
    for (const [i, { day, gross, net, gifts }] of overview.days.entries()) {
      const known = days.get(day) ?? nothing
      expect({ day, gross, net, gifts, donors: spark('donors')[i], newDonors: spark('new_donors')[i] }).toEqual({
        day,
        gross: known.gross,
        net: known.net,
        gifts: known.gifts,
        donors: known.donors,
        newDonors: known.newDonors,
      })
    }
    expectAgreement(overview, linesOf(slug), slug)
  })

  test.each([
    ['2026-10-17', '2026-11-15'],
    ['2026-11-01', '2026-11-01'],
    ['2026-03-08', '2026-03-08'],
    ['2025-12-01', '2025-12-31'],
  ])('every figure of %s to %s is the world’s', async (from, to) => {
    expectAgreement(await overviewOf(slug, from, to), linesOf(slug), slug)
  })

  test('its recurring plans stand as the world’s do, and bring what they repeat', async () => {
    const orders = source.of(slug).place.orders.flatMap(({ plan }) => plan ?? [])
    const until = f.clock.now().getTime()
    const standing = Map.groupBy(orders, (plan) => standingOf(plan, until))
    const recurring = await figures.recurring(authenticateJob(homes[slug], 'test'), homes[slug], {})
    const count = (state: 'active' | 'lapsed' | 'ended') => standing.get(state)?.length ?? 0
    expect(recurring.plans).toEqual({ active: count('active'), lapsed: count('lapsed'), ended: count('ended') })
    expect(count('active')).toBeGreaterThan(0)
    const repeats = (period: string) =>
      (standing.get('active') ?? []).reduce((sum, plan) => sum + (plan.period === period ? plan.minor : 0), 0)
    expect(recurring.byCurrency.map(({ mrr }) => mrr)).toEqual([
      { minor: repeats('monthly') + Math.round((repeats('weekly') * 52) / 12), currency: 'USD' },
    ])
  })

  test('lines of others on shared forms are kept and not counted', async () => {
    const { place } = source.of(slug)
    const heard = new Set(place.lines.filter((line) => line.late || line.duplicated).map((line) => line.paymentId))
    const overview = await overviewOf(slug, '2026-11-01', '2026-11-15')
    expect(overview.foreignLines).toBe(place.foreign.filter((line) => heard.has(line.paymentId)).length)
  })
})

test('what trickles in afterwards is counted like history', async () => {
  const until = made.end + 5 * 86_400_000
  for (const happening of trickle(made, made.end, until)) {
    const slug = happening.slug as keyof typeof homes
    f.clock.advance(Math.max(0, happening.at - f.clock.now().getTime()))
    if (happening.kind === 'gift')
      told.set(slug, [...(told.get(slug) ?? []), ...happening.lines.filter(({ own }) => own)])
    expect(await f.post(connections.get(slug) ?? '', source.of(slug).happen(happening))).toEqual({ result: 'accepted' })
  }
  f.clock.advance(1000)
  for (const slug of slugs) {
    f.waiting.push({ nudge: { tenantId: homes[slug], kind: 'process-inbox', attempt: 0 }, at: f.clock.now() })
    f.waiting.splice(0, f.waiting.length, ...f.waiting.filter(({ nudge }) => nudge.kind === 'process-inbox'))
    await drain()
    expect(told.get(slug)?.length).toBeGreaterThan(0)
    expectAgreement(await overviewOf(slug, '2026-11-01', '2026-11-20'), linesOf(slug), slug)
  }
})
