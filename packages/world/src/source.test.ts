import { connector } from '@throughline/connector-actblue'
import type { CanonicalRecord } from '@throughline/canonical'
import { fakeClock } from '@throughline/connector-kit/testing'
import { expect, test, vi } from 'vitest'
import {
  plantDemo,
  runTrickle,
  openSource,
  trickle,
  world,
  type ClientWorld,
  type DemoHouse,
  type EmulatorSecrets,
} from './index.ts'

vi.setConfig({ testTimeout: 120_000 })

const end = '2026-11-20T15:00:00.000Z'
const made = world('source', end, 'small')
const secretsOf = (slug: string): EmulatorSecrets => ({
  clientUuid: `uuid-${slug}`,
  clientSecret: `secret-${slug}`,
  contributionUsername: 'gifts',
  contributionPassword: 'a',
  refundUsername: 'refunds',
  refundPassword: 'b',
  cancellationUsername: 'ends',
  cancellationPassword: 'c',
})
const open = (now = end) =>
  openSource(made, {
    clock: fakeClock(now),
    random: () => 0.5,
    secretsOf,
    storeUrl: 'https://bucket.example',
  })

/** Sums by day of the client's zone of what the connector's own maps make of the reports' rows. */
function sumsOf(
  place: ClientWorld,
  rows: Record<string, unknown[]>,
): Map<string, { gross: number; fees: number; refunds: number; returnedFees: number }> {
  const days = new Map<string, { gross: number; fees: number; refunds: number; returnedFees: number }>()
  const on = (record: CanonicalRecord & { happenedAt: string }) => {
    const day = place.clock.day(Date.parse(record.happenedAt))
    const sums = days.get(day) ?? { gross: 0, fees: 0, refunds: 0, returnedFees: 0 }
    days.set(day, sums)
    return sums
  }
  const config = {
    entityIds: [String(place.client.entityId)],
    backfillFrom: '2025-01-01',
    managedForms: false,
    clickIdPatterns: {},
  }
  const gifts = new Map<string, CanonicalRecord>()
  for (const name of ['donations', 'refunds'])
    for (const row of rows[name] ?? []) {
      const stream = connector.streams[name]
      if (!stream) throw new Error(name)
      for (const record of stream.map(stream.raw.parse(row), config))
        if (record.kind === 'conversion' || record.kind === 'refund') gifts.set(`${record.kind} ${record.key}`, record)
    }
  for (const record of gifts.values()) {
    if (record.kind === 'conversion') {
      on(record).gross += record.amount.minor
      on(record).fees += record.fee?.amount.minor ?? 0
    }
    if (record.kind === 'refund') {
      on(record).refunds += record.amount.minor
      on(record).returnedFees += record.feeReturned?.amount.minor ?? 0
    }
  }
  return days
}

test('what the connector reads from the emulated reports is what the world knows, day by day, to the cent', () => {
  for (const each of open().clients) {
    each.showLateRows()
    const read = sumsOf(each.place, each.emulator.rows())
    for (const [day, totals] of each.place.totals()) {
      const { gross, fees, refunds, returnedFees } = totals
      expect(read.get(day), `${each.place.client.slug} ${day}`).toEqual({ gross, fees, refunds, returnedFees })
    }
    expect(read.size).toBe(each.place.totals().size)
  }
})

test('late rows are held back until they are shown', () => {
  for (const each of open().clients) {
    const before = each.emulator.rows()['donations']?.length ?? 0
    each.showLateRows()
    const late = each.place.lines.filter((line) => line.late).length
    expect((each.emulator.rows()['donations']?.length ?? 0) - before).toBe(late)
  }
})

test('requests find their client by key, downloads by store, and others none', async () => {
  const source = open()
  const auth = (user: string) => ({ authorization: `Basic ${Buffer.from(user).toString('base64')}` })
  const check = 'https://secure.actblue.com/api/v1/csvs/00000000-0000-0000-0000-000000000000'
  const slug = made.clients[1]?.client.slug ?? ''
  expect((await source.fetch(new Request(check, { headers: auth(`uuid-${slug}:secret-${slug}`) })))?.status).toBe(404)
  expect((await source.fetch(new Request(check, { headers: auth(`uuid-${slug}:wrong`) })))?.status).toBe(401)
  expect((await source.fetch(new Request(`https://bucket.example/${slug}/store/none.csv`)))?.status).toBe(403)
  expect(source.fetch(new Request(check, { headers: auth('nobody:x') }))).toBeUndefined()
})

test('the demo is planted by the front door, smallest client first, with everything its history only tells by notice', async () => {
  const deeds: string[] = []
  const posted = new Map<string, number>()
  let inOrder: string[] = []
  const house: DemoHouse = {
    createAgency: async ({ owner }) => (deeds.push(`agency of ${owner.email}`), { agencyId: 'agency' }),
    createTenant: async (_agency, { slug }) => (deeds.push(`tenant ${slug}`), { tenantId: slug, slug }),
    admit: async (where, { email }) =>
      void deeds.push(`${email} ${where.role} ${'tenantId' in where ? where.tenantId : 'agency'}`),
    createConnection: async (tenantId) => {
      const url = (kind: string) => `https://house.example/${tenantId}/${kind}`
      return {
        connectionId: tenantId,
        urls: { contribution: url('contribution'), refund: url('refund'), cancellation: url('cancellation') },
      }
    },
    historyRead: async (tenantId, _connection, onProgress) => {
      inOrder = [...inOrder, tenantId]
      onProgress(1)
    },
    send: async (request) => {
      const slug = new URL(request.url).pathname.split('/')[1] ?? ''
      posted.set(slug, (posted.get(slug) ?? 0) + 1)
      return new Response()
    },
  }
  const progress: number[] = []
  let ready = 0
  const demo = await plantDemo({
    world: made,
    source: open(),
    house,
    password: () => `password ${ready}`,
    secretsOf,
    onProgress: (_stage, fraction) => void progress.push(fraction),
    onReady: async (partial) => {
      ready = inOrder.length
      expect(partial.people).toHaveLength(6)
    },
  })
  expect(ready).toBe(1)
  expect(inOrder).toEqual(['juniper-street-arts', 'cascadia-clean-water', 'marisol-vega-for-senate'])
  expect(demo.tenants).toHaveLength(3)
  expect(deeds).toContain('strategist@lanternfield.example strategist agency')
  expect(deeds).toContain('viewer@juniper.example viewer juniper-street-arts')
  for (const { client, lines, declined } of made.clients)
    expect(posted.get(client.slug)).toBe(lines.filter((line) => line.late || line.duplicated).length + declined.length)
  expect(Math.max(...progress)).toBe(1)
})

test('happenings are told at their time, and what was told is in the books', async () => {
  const clock = fakeClock(end)
  const source = openSource(made, {
    clock,
    random: () => 0.5,
    secretsOf,
    storeUrl: 'https://bucket.example',
  })
  const stop = new AbortController()
  const sent: { at: number; path: string }[] = []
  const until = made.end + 96 * 3_600_000
  const url = (slug: string) => (kind: string) => `https://house.example/${slug}/${kind}`
  await runTrickle({
    world: made,
    source,
    urlsOf: (slug) => ({
      contribution: url(slug)('contribution'),
      refund: url(slug)('refund'),
      cancellation: url(slug)('cancellation'),
    }),
    send: async (request) => {
      sent.push({ at: clock.now().getTime(), path: new URL(request.url).pathname })
      return new Response()
    },
    now: () => clock.now(),
    sleep: async (ms) => {
      await clock.sleep(ms)
      if (clock.now().getTime() >= until) stop.abort()
    },
    signal: stop.signal,
    from: made.end,
    onFailure: (error) => {
      throw error
    },
  })
  const expected = trickle(made, made.end, until)
  expect(sent.map(({ at }) => at)).toEqual(expected.map(({ at }) => at))
  expect(sent.length).toBeGreaterThan(3)
  for (const each of expected)
    if (each.kind === 'gift')
      for (const line of each.lines)
        expect(source.of(each.slug).emulator.ledger.line(line.lineItemId).amountMinor).toBe(line.minor)
})
