import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { donor, gift, row } from './testing/gift.ts'
import { ledgerFixture, type LedgerFixture } from './testing/ledger-fixture.ts'
import { checkRowCounts, repairRowCounts } from './row-counts.store.ts'
import { writeBatch } from './write-batch.ts'

let ledger: LedgerFixture
beforeEach(async () => {
  ledger = await ledgerFixture()
})
afterEach(() => ledger.t.drop())

const connections = ['00000000-0000-4000-8000-0000000000c1', '00000000-0000-4000-8000-0000000000c2']
interface Told {
  by: number
  key: string
  stream: string
  foreign: string | null
  minor: number
}
const write = (told: readonly Told[], by: number) =>
  ledger.inside((inside) =>
    writeBatch(inside, {
      rows: told.map(({ key, stream, foreign, minor }) =>
        row(
          `${stream} ${key}`,
          foreign === null ? [gift(`${stream} ${key}`, donor(key), { amount: { minor, currency: 'USD' } })] : [],
          { stream, ...(foreign === null ? {} : { foreign }) },
        ),
      ),
      connectionId: connections[by] ?? '',
      origin: 'read',
      now: new Date('2026-11-20T15:00:00Z'),
      keyring: ledger.keyring,
    }),
  )
const check = () => ledger.inside(checkRowCounts)
const counted = () => ledger.t.superuser<{ n: string }[]>`select coalesce(sum(rows), 0)::text as n from row_count`

test('the counters are what the rows say, whatever two connections tell of them in whatever order', async () => {
  const told = fc.record({
    by: fc.nat(1),
    key: fc.constantFrom('a', 'b', 'c', 'd'),
    stream: fc.constantFrom('gifts', 'plans'),
    foreign: fc.constantFrom(null, null, 'of entity 9', 'of entity 8'),
    minor: fc.constantFrom(1_000, 2_000),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(told, { maxLength: 6 }), { maxLength: 4 }), async (batches) => {
      for (const batch of batches)
        for (const by of [0, 1])
          await write(
            batch.filter((each) => each.by === by),
            by,
          )
      expect(await check()).toEqual([])
    }),
    { numRuns: 15 },
  )
  expect(Number((await counted())[0]?.n)).toBeGreaterThan(0)
})

test('a batch that fails counts nothing', async () => {
  await write([{ by: 0, key: 'a', stream: 'gifts', foreign: null, minor: 1_000 }], 0)
  const failing = ledger.inside(async (inside) => {
    await writeBatch(inside, {
      rows: [row('b', [gift('b', donor('b'))])],
      connectionId: connections[0] ?? '',
      origin: 'read',
      now: new Date('2026-11-20T15:00:00Z'),
      keyring: ledger.keyring,
    })
    throw new Error('killed')
  })
  await expect(failing).rejects.toThrow('killed')
  expect([await check(), (await counted())[0]?.n]).toEqual([[], '1'])
})

test('a counter that is off is named and put right', async () => {
  await write([{ by: 0, key: 'a', stream: 'gifts', foreign: null, minor: 1_000 }], 0)
  await ledger.t.superuser`update row_count set rows = 7`
  const [wrong] = await check()
  expect(wrong).toMatchObject({ stream: 'gifts', reason: '', kept: 1, counted: 7 })
  expect(await ledger.inside(repairRowCounts)).toHaveLength(1)
  expect([await check(), (await counted())[0]?.n]).toEqual([[], '1'])
})
