import { testDatabase, type TestDatabase } from '@throughline/db/testing'
import { afterAll, beforeAll, test } from 'vitest'
import { checkAttributionLaws } from './testing/attribution-laws.ts'

let t: TestDatabase
beforeAll(async () => {
  t = await testDatabase()
})
afterAll(() => t.drop())

test('over random histories credit is money to the cent, kept step by step as a rebuild derives it, in any order of arrival', async () => {
  await checkAttributionLaws(t, { seed: 1, runs: 8, steps: 22 })
}, 240_000)
