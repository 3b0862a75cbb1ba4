import { cast } from '@throughline/db/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { olive, sourceFixture, type SourceFixture } from './testing/source-fixture.ts'

let f: SourceFixture
let harbor: string
let prairie: string
beforeAll(async () => {
  f = await sourceFixture()
  harbor = await f.connect(cast.harbor)
  prairie = await f.connect(cast.prairie, { entityIds: ['70002'] })
  f.waiting.splice(0)
})
afterAll(() => f.drop())

const postAll = async (connectionId: string, order = f.emulator.deliveries()) => {
  for (const delivery of order) expect((await f.post(connectionId, delivery)).result).toBe('accepted')
  await f.run()
}

describe('each documented shape of webhook', () => {
  test('once: every cent on the right tenant’s right day', async () => {
    await postAll(harbor)
    const sums = await f.sums(cast.harbor)
    // 23:40 Eastern on 31 August is 22:40 in Chicago: the same day there.
    expect(sums['2026-08-31']).toMatchObject({ gross: 2_500 })
    // 23:41 Eastern on 30 September and on 30 October: 22:41 in Chicago.
    expect(sums['2026-09-30']).toMatchObject({ gross: 2_500 })
    expect(sums['2026-10-30']).toMatchObject({ gross: 2_500 })
    // A gift of 250.00 taken back on 4 October, 10:05 Eastern.
    expect(sums['2026-10-04']).toMatchObject({ refund: 25_000 })
    // Both passes of the hour that happened twice in New York are on 1 November in Chicago.
    expect(sums['2026-11-01']).toMatchObject({ gross: 1_500 })
    const ours = [...f.emulator.ledger.lines].filter((each) => each.entityId === 70001 && each.status !== 'declined')
    const total = Object.values(sums).reduce((sum, day) => sum + (day.gross ?? 0), 0)
    expect(total).toBe(ours.reduce((sum, { amountMinor }) => sum + amountMinor, 0))
  })

  test('three times and shuffled: not a cent more, and the same row in the inbox', async () => {
    const before = await f.sums(cast.harbor)
    const [{ n: rows } = { n: 0 }] = await f.t.superuser<{ n: number }[]>`select count(*)::int as n from inbox`
    const again = f.emulator.deliveries()
    await postAll(harbor, [...again, ...again].reverse())
    expect(await f.sums(cast.harbor)).toEqual(before)
    const [{ n } = { n: -1 }] = await f.t.superuser<{ n: number }[]>`select count(*)::int as n from inbox`
    expect(n).toBe(rows)
  })

  test('with amounts and ids as numbers or as text, in any order: the same cents for a tenant that never saw the others', async () => {
    f.emulator.notices = {
      ...f.emulator.notices,
      amounts: 'number',
      ids: 'text',
      noCodes: 'null',
      times: 'utc',
      sequence: 0,
    }
    const shuffled = f.emulator
      .deliveries()
      .sort((a, b) => (JSON.stringify(a.payload) < JSON.stringify(b.payload) ? 1 : -1))
    await postAll(harbor, shuffled)
    const total = Object.values(await f.sums(cast.harbor)).reduce((sum, day) => sum + (day.gross ?? 0), 0)
    const ours = [...f.emulator.ledger.lines].filter((each) => each.entityId === 70001 && each.status !== 'declined')
    expect(total).toBe(ours.reduce((sum, { amountMinor }) => sum + amountMinor, 0))
  })

  test('the other lines of a tandem gift are kept, not counted, and seen on the connection', async () => {
    const connection = await f.connections.read(olive, cast.harbor, harbor)
    expect(connection.foreign).toBeGreaterThanOrEqual(2)
    expect(connection.foreignReasons.map(({ reason }) => reason).sort()).toEqual(['entity 70002', 'entity 70003'])
    expect(connection.webhooks[0]).toMatchObject({
      kind: 'contribution',
      url: `https://app.example/hooks/actblue/${harbor}/contribution`,
    })
  })

  test('another tenant’s connection counts its own entity’s lines alone', async () => {
    await postAll(prairie)
    const total = Object.values(await f.sums(cast.prairie)).reduce((sum, day) => sum + (day.gross ?? 0), 0)
    expect(total).toBe(2_500)
  })
})

describe('the door', () => {
  const gift = () => f.emulator.deliveries().find(({ kind }) => kind === 'contribution')!

  test('a wrong password, an unknown address and another connector say nothing of what exists', async () => {
    const { payload } = gift()
    const wrong = { kind: 'contribution', request: f.emulator.sign('contribution', payload, f.emulator.secrets.bad) }
    expect(await f.post(harbor, wrong)).toEqual({ result: 'unproved' })
    expect(await f.post('00000000-0000-4000-8000-00000000dead', gift())).toEqual({ result: 'unknown' })
    expect(await f.post('nonsense', gift())).toEqual({ result: 'unknown' })
    expect((await f.post(harbor, { ...gift(), kind: 'constructor' })).result).toBe('unknown')
    expect(
      await f.receiver.receive({
        connector: 'acme',
        connectionId: harbor,
        kind: 'contribution',
        request: gift().request,
      }),
    ).toEqual({
      result: 'unknown',
    })
  })

  test('a proved body that is no JSON is refused by name and set aside, where a person can see it', async () => {
    const request = { ...gift().request, body: Buffer.from('not json') }
    expect(await f.post(harbor, { kind: 'contribution', request })).toMatchObject({ result: 'malformed' })
    const page = await f.desk.list(olive, cast.harbor, { connectionId: harbor, limit: 50 })
    expect(page.rows).toMatchObject([{ stream: 'webhook:contribution', origin: 'webhook', state: 'open' }])
  })

  test('a line that cannot be read does not stop its neighbour, and is read once it is mended', async () => {
    const { payload } = gift()
    const lineitems = (payload as { lineitems: Record<string, unknown>[] }).lineitems.slice(0, 1)
    const mixed = {
      ...(payload as object),
      lineitems: [
        { ...lineitems[0], lineitemId: 710000001, amount: '11.0' },
        { ...lineitems[0], lineitemId: 710000002, amount: 'eleven' },
      ],
    }
    const before = Object.values(await f.sums()).reduce((sum, day) => sum + (day.gross ?? 0), 0)
    const answer = await f.post(harbor, { kind: 'contribution', request: f.emulator.sign('contribution', mixed) })
    expect(answer.result).toBe('accepted')
    await f.run()
    const after = Object.values(await f.sums()).reduce((sum, day) => sum + (day.gross ?? 0), 0)
    expect(after - before).toBe(1_100)
    const page = await f.desk.list(olive, cast.harbor, { connectionId: harbor, limit: 50 })
    const row = page.rows.find(({ stream }) => stream === 'donation_notices')
    expect(row?.issues[0]?.path).toContain('amount')
    expect(JSON.stringify(row)).not.toContain('eleven')
    expect(await f.desk.replay(olive, cast.harbor, [row!.id])).toEqual({ count: 0 })
    expect(await f.desk.dismiss(olive, cast.harbor, [row!.id])).toEqual({ count: 1 })
  })

  test('nothing of a delivery can be read in the database', async () => {
    const [{ found } = { found: -1 }] = await f.t.superuser<{ found: number }[]>`
      select (select count(*) from inbox where position('avery'::bytea in body) > 0)
        + (select count(*) from quarantine where position('not json'::bytea in body) > 0)
        + (select count(*) from connection_secret where position('s3cret'::bytea in body) > 0) as found`
    expect(Number(found)).toBe(0)
  })
})

describe('what is kept', () => {
  const count = async () => {
    const [row] = await f.t.superuser<{ inbox: number; open: number; settled: number }[]>`
      select (select count(*)::int from inbox where tenant_id = ${cast.harbor}) as inbox,
        (select count(*)::int from quarantine where state = 'open') as open,
        (select count(*)::int from quarantine where state <> 'open') as settled`
    return row!
  }
  const forget = async () => {
    await f.deps.queue.add({ tenantId: cast.harbor, kind: 'retention', attempt: 0 })
    await f.run({ only: 'retention' })
  }

  test('raw bodies and settled rows go after 35 days; what waits, what is open and every figure stay', async () => {
    const figures = await f.sums()
    const before = await count()
    expect([before.inbox > 0, before.open > 0, before.settled > 0]).toEqual([true, true, true])
    f.clock.advance(34 * 86_400_000)
    await forget()
    expect(await count()).toEqual(before)
    f.clock.advance(2 * 86_400_000)
    const [line] = [...f.emulator.ledger.lines]
    await f.post(harbor, f.emulator.webhookFor('contribution', [line!], { contact: false }))
    await forget()
    expect(await count()).toEqual({ inbox: 1, open: before.open, settled: 0 })
    expect(await f.sums()).toEqual(figures)
  })
})
