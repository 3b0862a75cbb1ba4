import { randomUUID } from 'node:crypto'
import { authenticateJob, type Inside } from '@throughline/db'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createEventIntake } from '../../events/index.ts'
import { batchAt } from '../../ledger/index.ts'
import { ledgerFixture, testNow, type LedgerFixture } from '../../ledger/testing/ledger-fixture.ts'
import type { Secrets } from '../../secrets/index.ts'
import { activityHourStore, activityStore } from './activity.store.ts'

let f: LedgerFixture
beforeAll(async () => {
  f = await ledgerFixture()
})
afterAll(() => f.t.drop())

async function isClicked(): Promise<void> {
  const items = [
    {
      event_id: randomUUID(),
      event_type: 'campaign_clicked',
      timestamp: '2026-11-19T15:00:00.000Z',
      user_id: 'u',
      source: 'web',
      properties: { campaign_id: randomUUID(), delivery_channel: 'ads' },
    },
  ]
  const intake = createEventIntake({
    ...{ door: f.t.door, notifier: { tell: () => {} }, sources: new Set<string>(), newId: randomUUID },
    ...{ now: () => testNow, secrets: { forTenant: async () => f.keyring } as unknown as Secrets },
  })
  await intake.take(authenticateJob(f.tenantId, 'test'), f.tenantId, { items, raw: Buffer.from(JSON.stringify(items)) })
}

/** Something is clicked behind the statement that is so many behind the first. */
function clickedBehind(inside: Inside, at: number): Inside {
  let statements = 0
  const db = Object.assign(Object.create(inside.db) as Inside['db'], {
    execute: async (...asked: Parameters<Inside['db']['execute']>) => {
      const rows = await inside.db.execute(...asked)
      if (statements++ === at) await isClicked()
      return rows
    },
  })
  return { ...inside, db }
}

test.each([
  ['by campaigns', activityStore],
  ['by hours', activityHourStore],
])('counts %s are those of their batch, whatever comes while they are read', async (_, store) => {
  await isClicked()
  for (const at of [0, 1, 2]) {
    const [known, read] = await f.inside(async (inside) => {
      const { batch } = await batchAt(inside)
      const ask = {
        ...{ measures: ['clicked'] as const, by: null, filter: {}, batch, currency: 'USD', timeZone: 'UTC' },
        ...{ range: { from: '2026-11-01', to: '2026-11-20', hour: null }, now: testNow },
      }
      return [await store.read(inside, ask), await store.read(clickedBehind(inside, at), ask)]
    })
    expect(known[0]?.value).toBeGreaterThan(0)
    expect([at, read]).toEqual([at, known])
  }
})
