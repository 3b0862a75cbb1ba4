import { testDatabase, type TestDatabase } from '@throughline/db/testing'
import { afterAll, beforeAll, test } from 'vitest'
import { checkOracleLaws } from './testing/oracle-laws.ts'

let t: TestDatabase
beforeAll(async () => {
  t = await testDatabase()
})
afterAll(() => t.drop())

test('what is said of small random tenants is what an oracle says that shares nothing with it', async () => {
  await checkOracleLaws(t, { from: 0, count: 10 })
}, 240_000)
