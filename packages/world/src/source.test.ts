import { connector } from '@throughline/connector-actblue'
import type { CanonicalRecord } from '@throughline/canonical'
import { fakeClock } from '@throughline/connector-kit/testing'
import { expect, test, vi } from 'vitest'
import { openSource, world, type ClientWorld, type EmulatorSecrets } from './index.ts'

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
