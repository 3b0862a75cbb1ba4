import { getTableConfig, PgTable } from 'drizzle-orm/pg-core'
import { is } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readCatalogue, type CatalogueTable } from './catalogue.ts'
import * as schema from './schema/index.ts'
import { testDatabase, type TestDatabase } from './testing/test-database.ts'

/** The schema in TypeScript and the catalogue after the migrations say the same: nobody forgot to generate one. */
let t: TestDatabase
let catalogue: ReadonlyMap<string, CatalogueTable>
beforeAll(async () => {
  t = await testDatabase()
  catalogue = new Map((await readCatalogue(t.superuser)).map((table) => [table.name, table]))
})
afterAll(() => t.drop())

const written = Object.values(schema)
  .filter((each) => is(each, PgTable))
  .map((table) => getTableConfig(table))

/** As PostgreSQL spells a type. */
const spelt = (type: string) =>
  type
    .replace('timestamp (3)', 'timestamp(3)')
    .replace(/^numeric\(.*\)$/, 'numeric')
    .replace(/ collate "C"$/, '')

describe.each(written.map((table) => [table.name, table] as const))('table %s', (name, table) => {
  const there = () => {
    const found = catalogue.get(name)
    if (!found) throw new Error(`${name} is not in the database`)
    return found
  }

  test('has its columns', () => {
    const inKey = new Set(table.primaryKeys.flatMap((key) => key.columns.map((column) => column.name)))
    expect(there().columns).toEqual(
      table.columns.map((column) => ({
        name: column.name,
        type: spelt(column.getSQLType()),
        notNull: column.notNull || column.primary || inKey.has(column.name),
        hasDefault: column.default !== undefined,
      })),
    )
  })

  test('has its key, unique keys, indexes and references', () => {
    const key = table.primaryKeys[0]?.columns ?? table.columns.filter((column) => column.primary)
    expect(there().key).toEqual(key.map((column) => column.name))
    const names = [
      ...table.indexes.map((index) => index.config.name ?? ''),
      ...table.uniqueConstraints.map((unique) => unique.getName() ?? ''),
      ...table.columns.filter((column) => column.isUnique).map((column) => column.uniqueName ?? ''),
    ]
    expect(
      there()
        .indexes.filter((index) => !index.primary)
        .map((index) => index.name),
    ).toEqual(names.sort())
    for (const index of table.indexes) {
      const columns = index.config.columns.map((column) => ('name' in column ? column.name : 'an expression'))
      const found = there().indexes.find((each) => each.name === index.config.name)
      expect({ columns: found?.columns, unique: found?.unique }).toEqual({ columns, unique: index.config.unique })
    }
    const references = table.foreignKeys.map((reference) => {
      const { columns, foreignTable, foreignColumns } = reference.reference()
      return {
        columns: columns.map((column) => column.name),
        table: getTableConfig(foreignTable).name,
        columns_there: foreignColumns.map((column) => column.name),
      }
    })
    const asText = (each: object[]) => each.map((one) => JSON.stringify(one)).sort()
    expect(
      asText(
        there().references.map(({ columns, table: to, columns_there }) => ({ columns, table: to, columns_there })),
      ),
    ).toEqual(asText(references))
  })
})

test('the database has no table that the schema does not write', () => {
  expect([...catalogue.keys()].sort()).toEqual(written.map((table) => table.name).sort())
})
