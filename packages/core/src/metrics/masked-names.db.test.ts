import { cast } from '@throughline/db/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ledgerFixture, testNow, type LedgerFixture } from '../ledger/testing/ledger-fixture.ts'
import { createSecrets, masterKeyFrom } from '../secrets/index.ts'
import { createMetrics } from './metrics.ts'

let fixture: LedgerFixture
beforeAll(async () => {
  fixture = await ledgerFixture()
})
afterAll(() => fixture.t.drop())

test.each(['vera', 'olive'] as const)('a client of whom nothing was read yet opens for %s too', async (name) => {
  const secrets = createSecrets(masterKeyFrom(new Uint8Array(32)))
  const figures = createMetrics({ door: fixture.t.door, now: () => testNow, secrets })
  const actor = await fixture.as(cast[name])
  expect(await figures.latest(actor, cast.harbor, { limit: 20 })).toEqual({ rows: [], next: null })
})
