import { connectors } from '@throughline/connectors'
import { cast } from '@throughline/db/testing'
import {
  dealTotals,
  demoSecrets,
  openSource,
  openStory,
  textTotals,
  world,
  type ClientSource,
  type DemoSource,
  type Story,
  type World,
} from '@throughline/world'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { olive, otto, sourceFixture, type SourceFixture } from '../ingest/testing/source-fixture.ts'

/** The world's clients live in the zones of the cast's: New York, Los Angeles, Chicago. */
const homes = {
  'juniper-street-arts': cast.prairie,
  'cascadia-clean-water': cast.rivers,
  'marisol-vega-for-senate': cast.harbor,
} as const
type Slug = keyof typeof homes
const slugs = Object.keys(homes) as Slug[]
/** At night in all three: nothing is under way. */
const end = '2026-11-15T08:00:00.000Z'
const patience = 20_000

let f: SourceFixture
let made: World
let source: DemoSource
let story: Story
const connections = new Map<string, string>()

beforeAll(async () => {
  f = await sourceFixture({
    ...{ start: end, connectors },
    fetch: (request) => source.fetch(request) ?? Promise.resolve(new Response(null, { status: 404 })),
  })
  f.deps.addressOf = () => ({ unlimited: true })
  made = world('systems', end, 'small')
  const secretsOf = (slug: string) => demoSecrets('test', slug)
  source = openSource(made, { clock: f.clock, random: () => 0.5, secretsOf, storeUrl: 'https://bucket.example' })
  // Many more gifts than usual, so that a few days bring something everywhere.
  story = openStory(made, source, { pace: 12 })
  for (const slug of slugs) await connect(source.of(slug), slug)
  await f.run({ only: 'backfill', steps: patience })
}, 240_000)
afterAll(() => f.drop())

const actorOf = (slug: Slug) => (homes[slug] === cast.prairie ? otto : olive)

async function connect(client: ClientSource, slug: Slug): Promise<void> {
  client.emulator.limits = 'off'
  client.showLateRows()
  const { emulator, systems } = client
  const config = { ...emulator.config, managedForms: false }
  const actblue = { connector: 'actblue', name: 'ActBlue', config, secrets: { ...emulator.secrets.good } }
  for (const { connector, name, config, secrets } of [actblue, ...systems.all]) {
    systems.all.find((each) => each.connector === connector)?.setLimits('off')
    const values = Object.fromEntries(
      Object.entries({ config, secrets }).flatMap(([part, fields]) =>
        Object.entries(fields).map(([field, value]) => [`${part}.${field}`, value]),
      ),
    )
    const { connectionId } = await f.connections.create(actorOf(slug), homes[slug], { connector, name, values })
    connections.set(`${slug} ${connector}`, connectionId)
  }
}

/** Sums by day of movements of a kind, cents, without days that come to nothing. */
async function booked(slug: Slug, kind: 'spend' | 'pipeline' | 'won'): Promise<[string, number][]> {
  const rows = await f.t.superuser<{ day: string; minor: string }[]>`
    select day::text as day, sum(minor) as minor from money_movement
    where tenant_id = ${homes[slug]} and kind = ${kind} group by 1 having sum(minor) <> 0 order by 1`
  return rows.map(({ day, minor }) => [day, Number(minor)])
}

/** What stands, of one kind, from one source. */
async function standing<Value>(slug: Slug, kind: string, from?: string): Promise<{ at: Date; value: Value }[]> {
  return f.t.superuser<{ at: Date; value: Value }[]>`
    select happened_at as at, value from (
      select distinct on (source, source_key) * from fact
      where tenant_id = ${homes[slug]} and kind = ${kind} and (${from ?? null}::text is null or source = ${from ?? null})
      order by source, source_key, version desc) as newest where not withdrawn`
}

const added = (...days: ReadonlyMap<string, number>[]): [string, number][] => {
  const sums = new Map<string, number>()
  for (const [day, minor] of days.flatMap((each) => [...each])) sums.set(day, (sums.get(day) ?? 0) + minor)
  return [...sums].filter(([, minor]) => minor !== 0).sort(([a], [b]) => (a < b ? -1 : 1))
}

/** All that is kept is what the world knows, now. */
async function expectAgreement(slug: Slug): Promise<void> {
  const { place, systems } = source.of(slug)
  const now = f.clock.now().getTime()
  const { meta, switchboard, openphone, hubspot, salesforce } = systems
  const texts = textTotals(switchboard.book().broadcasts, place.clock, now)

  const read = String(meta.config['backfillFrom'])
  const ads = new Map([...meta.book().spendByDay(now)].filter(([day]) => day >= read))
  const costs = new Map([...texts].map(([day, { costMinor }]) => [day, costMinor]))
  expect(await booked(slug, 'spend')).toEqual(added(ads, costs))
  expect(ads.size).toBeGreaterThan(6)

  const messages = await standing<{ direction: string; status: string }>(slug, 'message', 'switchboard')
  const byDay = Map.groupBy(
    messages.filter(({ value }) => value.direction === 'out'),
    ({ at }) => place.clock.day(at.getTime()),
  )
  const count = (day: string, status: string) =>
    byDay.get(day)?.filter(({ value }) => value.status === status).length ?? 0
  const sent = [...texts].map(([day, each]) => ({
    day,
    sent: each.sent,
    delivered: each.delivered,
    failed: each.failed,
  }))
  expect(
    sent.map(({ day }) => ({
      ...{ day, sent: byDay.get(day)?.length ?? 0 },
      ...{ delivered: count(day, 'delivered'), failed: count(day, 'failed') },
    })),
  ).toEqual(sent)
  expect(byDay.size).toBe(sent.filter((each) => each.sent > 0).length)
  expect(messages.filter(({ value }) => value.direction === 'in').length).toBe(
    [...texts.values()].reduce((sum, { replied }) => sum + replied, 0),
  )

  const past = ({ at }: { at: number }) => at <= now
  const desk = openphone.book()
  expect(await standing(slug, 'message', 'openphone')).toHaveLength(desk.texts.filter(past).length)
  expect(await standing(slug, 'call', 'openphone')).toHaveLength(desk.calls.filter(past).length)

  const contacts = async (from: string) => (await standing(slug, 'crm_contact', from)).length
  const known = (people: readonly { since: number }[]) => people.filter(({ since }) => since <= now).length
  expect({
    switchboard: await contacts('switchboard'),
    openphone: await contacts('openphone'),
    hubspot: await contacts('hubspot'),
    salesforce: await contacts('salesforce'),
  }).toEqual({
    switchboard: switchboard.book().reached.size,
    openphone: desk.contacts.filter(past).length,
    hubspot: known(hubspot.book().people),
    salesforce: known(salesforce.book().people),
  })

  const deals = { hubspot: hubspot.book().deals, salesforce: salesforce.book().deals }
  for (const [from, of] of Object.entries(deals)) {
    const { deals: all, open, won, lost } = dealTotals(of, place.clock, now)
    const kept = await standing<{ state: string }>(slug, 'opportunity', from)
    const inState = (state: string) => kept.filter(({ value }) => value.state === state).length
    expect([from, kept.length, inState('open'), inState('won'), inState('lost')]).toEqual([from, all, open, won, lost])
    expect(await standing(slug, 'stage_change', from)).toHaveLength(
      of.flatMap(({ moves }) => moves.filter(past)).length,
    )
  }
  const totals = Object.values(deals).map((of) => dealTotals(of, place.clock, now))
  expect(await booked(slug, 'pipeline')).toEqual(added(...totals.map(({ pipelineMinor }) => pipelineMinor)))
  expect(await booked(slug, 'won')).toEqual(added(...totals.map(({ wonMinor }) => wonMinor)))
}

describe.each(slugs)('%s', (slug) => {
  test('spend by day, texts, calls, contacts and deals are the world’s', async () => {
    await expectAgreement(slug)
  })

  test('a code on a gift is of an ad that existed or of a text that had gone out', async () => {
    type Linked = { links?: { refcodes?: Record<string, string> }[] }
    const codes = (of: { at: Date; value: Linked }[]) =>
      new Map(of.flatMap(({ at, value }) => (value.links ?? []).map((link) => [link.refcodes?.['refcode'] ?? '', at])))
    const ads = codes(await standing<Linked>(slug, 'ad', 'meta'))
    const texts = codes(await standing<Linked>(slug, 'creative', 'switchboard'))
    const gifts = await standing<{ refcodes?: Record<string, string> }>(slug, 'conversion', 'actblue')
    const seen = { fb: 0, sms: 0 }
    for (const { at, value } of gifts) {
      const code = value.refcodes?.['refcode'] ?? ''
      if (code.startsWith('fb_')) expect(ads.get(code)?.getTime(), code).toBeLessThan(at.getTime())
      if (code.startsWith('sms_')) expect(texts.get(code)?.getTime(), code).toBeLessThan(at.getTime())
      if (code.startsWith('fb_')) seen.fb += 1
      if (code.startsWith('sms_')) seen.sms += 1
    }
    expect(Math.min(seen.fb, seen.sms)).toBeGreaterThan(0)
  })

  test('the same people are in several systems', async () => {
    const rows = await f.t.superuser<{ n: number }[]>`
      select count(distinct source)::int as n from fact where tenant_id = ${homes[slug]} and contact_no is not null
      group by contact_no having count(distinct source) >= 3`
    expect(rows.length).toBeGreaterThan(3)
  })
})

test('what happens afterwards, told or read, is the world’s as well', async () => {
  for (const slug of slugs)
    for (const { connector, hear } of source.of(slug).systems.all)
      hear({
        private_app: `https://app.example/hooks/${connector}/${connections.get(`${slug} ${connector}`)}/private_app`,
      })
  const told = new Map<string, number>()
  for (const { at, slug, connector, happen } of story.until(made.end + 4 * 86_400_000)) {
    f.clock.advance(Math.max(0, at - f.clock.now().getTime()))
    for (const { kind, request } of happen()) {
      const connectionId = connections.get(`${slug} ${connector}`) ?? ''
      const received = await f.receiver.receive({ connector, connectionId, kind, request })
      expect(received, `${connector} ${kind}`).toEqual({ result: 'accepted' })
      told.set(connector, (told.get(connector) ?? 0) + 1)
    }
  }
  expect([...told.keys()].sort()).toEqual(['actblue', 'hubspot', 'openphone', 'switchboard'])
  // To a quiet hour, when all that was to follow from it has: then everything is read again.
  f.clock.advance(made.end + 4 * 86_400_000 - f.clock.now().getTime())
  for (const slug of slugs) {
    f.waiting.push({ nudge: { tenantId: homes[slug], kind: 'process-inbox', attempt: 0 }, at: f.clock.now() })
    for (const { connector } of source.of(slug).systems.all)
      await f.connections.syncNow(actorOf(slug), homes[slug], connections.get(`${slug} ${connector}`) ?? '')
  }
  await f.run({ until: 'rest', steps: patience })
  for (const slug of slugs) await expectAgreement(slug)
}, 120_000)
