import { testDatabase, type TestDatabase } from '@throughline/db/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkLedgerLaws } from './testing/ledger-laws.ts'

let t: TestDatabase
beforeAll(async () => {
  t = await testDatabase()
})
afterAll(() => t.drop())

test('over random histories the ledger says what an oracle says, at every batch and for ever, in any order of arrival', async () => {
  const batches = await checkLedgerLaws(t, { seed: 1, runs: 30 })
  expect(batches).toBeGreaterThan(100)
}, 240_000)
