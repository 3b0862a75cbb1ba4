import type { CanonicalRecord } from '@throughline/canonical'
import { authenticateJob } from '@throughline/db'
import { cast, planFaults, sentBy } from '@throughline/db/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { row } from '../ledger/testing/gift.ts'
import { ledgerFixture, testNow, type LedgerFixture } from '../ledger/testing/ledger-fixture.ts'
import { dealStays } from './stages.store.ts'

let ledger: LedgerFixture
beforeEach(async () => {
  ledger = await ledgerFixture()
})
afterEach(() => ledger.t.drop())

const at = (day: number) => `2026-11-${String(day).padStart(2, '0')}T12:00:00.000Z`
const deal = (key: string, stage: string, more: object = {}): CanonicalRecord => ({
  ...{ kind: 'opportunity', key, happenedAt: at(1), createdAt: at(1), stage, state: 'open' },
  ...more,
})
const move = (key: string, opportunity: string, day: number, stage: string): CanonicalRecord => ({
  ...{ kind: 'stage_change', key, happenedAt: at(day), opportunity, stage },
})
const staysAt = (batch: number, limit = 100) =>
  ledger.inside(async (inside) => {
    const all = []
    let after: Parameters<typeof dealStays>[1]['after']
    do {
      const { rows, next } = await dealStays(inside, { batch, limit, after })
      all.push(...rows)
      after = next ?? undefined
    } while (after)
    return all.map(({ deal, stage, ends, told }) => `${deal} ${stage} ${ends}${told ? '' : ' seen'}`)
  })

test('a deal’s stays are as they were known at each batch, however few deals are read at once', async () => {
  await ledger.write([
    row('1', [deal('1', 'new')]),
    row('m1', [move('m1', '1', 2, 'new')]),
    row('2', [deal('2', 'call')]),
  ])
  await ledger.write([row('1', [deal('1', 'offer')]), row('m2', [move('m2', '1', 4, 'offer')])])
  // The move turns out to be another deal's, and the deal that has it is gone at the source.
  await ledger.write([row('m2', [move('m2', '2', 4, 'offer')])])
  await ledger.write([row('2', [{ kind: 'withdrawal', of: 'opportunity', key: '2', happenedAt: at(9) }])])
  for (const limit of [1, 100]) {
    expect(await staysAt(0, limit)).toEqual([])
    expect(await staysAt(1, limit)).toEqual(['1 new open', '2 call open seen'])
    expect(await staysAt(2, limit)).toEqual(['1 new moved', '1 offer open', '2 call open seen'])
    expect((await staysAt(3, limit)).slice(0, 2)).toEqual(['1 new moved', '1 offer open seen'])
    expect((await staysAt(4, limit)).at(-1)).toMatch(/^2 \w+ gone/)
  }
})

test('another client’s deals are nobody’s here', async () => {
  await ledger.write([row('1', [deal('1', 'new')])])
  expect(await staysAt(1)).toEqual(['1 new open seen'])
  const job = authenticateJob(cast.prairie, 'test')
  const elsewhere = await ledger.t.door.withTenant(job, cast.prairie, (inside) =>
    dealStays(inside, { batch: 1, limit: 10 }),
  )
  expect(elsewhere.rows).toEqual([])
})

test('asks the tenant’s policy once, through an index', async () => {
  await ledger.write([row('1', [deal('1', 'new')]), row('m1', [move('m1', '1', 2, 'new')])])
  const sent = await sentBy(
    ledger.t,
    () => testNow,
    async (door) =>
      door.withTenant(authenticateJob(cast.harbor, 'test'), cast.harbor, (inside) =>
        dealStays(inside, { batch: 1, limit: 10, after: { source: 'acme', deal: '' } }),
      ),
  )
  expect(sent).toHaveLength(3)
  expect(await planFaults(ledger.t, sent)).toEqual([])
})
