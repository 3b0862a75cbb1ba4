import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readCatalogue } from './catalogue.ts'
import { tablesPage } from './tables-page.ts'
import { testDatabase, type TestDatabase } from './testing/test-database.ts'

let t: TestDatabase
beforeAll(async () => {
  t = await testDatabase()
})
afterAll(() => t.drop())

const page = path.join(import.meta.dirname, '../../../docs/tables.md')

test('docs/tables.md is what `node packages/db/src/print-tables.ts` prints', async () => {
  expect(readFileSync(page, 'utf8')).toBe(tablesPage(await readCatalogue(t.superuser)))
})

test('it tells of personal data and of what may be done', async () => {
  const text = tablesPage(await readCatalogue(t.superuser))
  expect(text).toMatch(
    /\[`vault`\]\(#vault\) +\| contacts +\| client +\| read, add, change, delete +\| no +\| until erased +\| sealed name/,
  )
  expect(text).toMatch(/\[`audit`\]\(#audit\) +\| audit +\| client +\| read, add +\|/)
})
