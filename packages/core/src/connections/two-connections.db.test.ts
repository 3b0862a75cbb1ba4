import type { RecurringPlan } from '@throughline/canonical'
import type { EmulatedLine } from '@throughline/connector-actblue/emulator'
import { cast } from '@throughline/db/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { olive, sourceFixture, type SourceFixture } from '../ingest/testing/source-fixture.ts'
import { factsAt } from '../ledger/index.ts'

/** One order, split between two entities of one client, charged twice and then ended. */
const order = {
  ...{ orderNumber: 'AB777', createdAt: Date.parse('2026-08-01T15:00:00Z'), form: 'both', period: 'monthly' as const },
  donor: { id: 1, firstname: 'Avery', lastname: 'Example', email: 'avery@example.org' },
  ...{ cancelledAt: Date.parse('2026-09-20T12:00:00Z'), cancelReason: 'Donor request' },
}
const lines = ['2026-08-01T15:00:00Z', '2026-09-01T15:00:00Z'].flatMap((paidAt, index) =>
  [70001, 70002].map((entityId, at): EmulatedLine => {
    const lineitemId = 5_000 + index * 10 + at
    return { lineitemId, order, entityId, amountMinor: 2_500, paidAt: Date.parse(paidAt), charge: index + 1 }
  }),
)

let f: SourceFixture
let connections: Record<'one' | 'two', string>
beforeEach(async () => {
  f = await sourceFixture()
  f.emulator.setRows(lines)
  connections = { one: await f.connect(), two: await connectTwo() }
})
afterEach(() => f.drop())

async function connectTwo(): Promise<string> {
  const { backfillFrom, clickIdPatterns } = f.emulator.config
  const config = { entityIds: ['70002'], backfillFrom, managedForms: false, clickIdPatterns }
  const values = Object.fromEntries([
    ...Object.entries(config).map(([name, value]) => [`config.${name}`, value]),
    ...Object.entries(f.emulator.secrets.good).map(([name, value]) => [`secrets.${name}`, value]),
  ]) as Record<string, unknown>
  const made = await f.connections.create(olive, cast.harbor, { connector: 'actblue', name: 'The fund', values })
  return made.connectionId
}

/** The emulated key is one entity's: the other's charges are told by notice. */
const tellCharges = async () => {
  for (const delivery of f.emulator.deliveries())
    if (delivery.kind === 'contribution') await f.post(connections.two, delivery)
  await f.run()
}
const readAgain = async (connectionId: string) => {
  await f.connections.syncNow(olive, cast.harbor, connectionId)
  await f.run()
}
const plans = async () => {
  const { rows } = await f.inside((inside) => factsAt(inside, { kinds: ['recurring_plan'], limit: 50 }))
  return new Map(rows.map(({ key, value }) => [key, value as unknown as RecurringPlan]))
}
const gross = async () => Object.values(await f.sums()).reduce((sum, kinds) => sum + (kinds['gross'] ?? 0), 0)

describe('one order in two connections of one client', () => {
  test('ends both plans and counts both lines, whichever is read last', async () => {
    await tellCharges()
    for (const connectionId of [connections.two, connections.one, connections.two]) {
      const told = await plans()
      expect([...told.keys()].sort()).toEqual(['AB777:70001', 'AB777:70002'])
      for (const plan of told.values())
        expect(plan).toMatchObject({
          cancelledAt: '2026-09-20T12:00:00.000Z',
          lastChargeAt: '2026-09-01T15:00:00.000Z',
          chargesMade: 2,
        })
      expect(await gross()).toBe(10_000)
      await readAgain(connectionId)
    }
  })

  test('keeps each connection’s own row of a report that both are given, and reading again writes nothing', async () => {
    await f.run()
    const kept = await f.t.superuser<{ source_key: string; connection_id: string }[]>`
      select source_key, connection_id from source_record where stream = 'cancellations' order by source_key`
    expect(kept.map(({ source_key, connection_id }) => [source_key, connection_id])).toEqual([
      ['AB777:70001', connections.one],
      ['AB777:70002', connections.two],
    ])
    const batches = async () =>
      (await f.t.superuser`select count(*)::int as n from batch where facts > 0`)[0]?.['n'] as number
    const before = await batches()
    await readAgain(connections.one)
    await readAgain(connections.two)
    expect(await batches()).toBe(before)
  })

  test('told by notice to each connection, in whatever order, comes to the same', async () => {
    const notices = f.emulator.deliveries().flatMap((delivery) => [
      { delivery, to: connections.one },
      { delivery, to: connections.two },
    ])
    expect(notices.length).toBeGreaterThan(4)
    for (const { delivery, to } of notices.toReversed()) await f.post(to, delivery)
    await f.run({ only: 'process-inbox' })
    const told = await plans()
    expect([...told.keys()].sort()).toEqual(['AB777:70001', 'AB777:70002'])
    for (const plan of told.values()) expect(plan.cancelledAt).toBe('2026-09-20T12:00:00.000Z')
    expect(await gross()).toBe(10_000)
  })

  test('other entities for a connection take the old reading of such a row with them', async () => {
    await tellCharges()
    await f.connections.update(olive, cast.harbor, {
      connectionId: connections.one,
      values: { 'config.entityIds': ['70003'] },
    })
    await f.run()
    // The end that was read for 70001 stands nowhere any more; 70003 has no charge, and the other connection is untouched.
    const told = await plans()
    expect(told.has('AB777:70001')).toBe(false)
    expect(told.get('AB777:70002')).toMatchObject({ cancelledAt: '2026-09-20T12:00:00.000Z' })
    expect(await gross()).toBe(5_000)
    await f.connections.update(olive, cast.harbor, {
      connectionId: connections.one,
      values: { 'config.entityIds': ['70001'] },
    })
    await f.run()
    expect((await plans()).get('AB777:70001')).toMatchObject({ cancelledAt: '2026-09-20T12:00:00.000Z' })
    expect(await gross()).toBe(10_000)
  })
})
