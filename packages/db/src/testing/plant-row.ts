import type { Sql } from 'postgres'
import type { CatalogueColumn, CatalogueTable } from '../catalogue.ts'

/**
 * Plants a row in any table, made from the catalogue alone: the columns named in `set`, something plain for the rest that must
 * be there. References are not followed, so it needs a superuser.
 */
export async function plantRow(superuser: Sql, table: CatalogueTable, set: Record<string, string>): Promise<void> {
  const needed = table.columns.filter((column) => column.name in set || (column.notNull && !column.hasDefault))
  const values = needed.map((column) => set[column.name] ?? plain(column, table.checks))
  const columns = needed.map((column) => `"${column.name}"`).join(', ')
  await superuser.begin(async (tx) => {
    await tx.unsafe(`set local session_replication_role = 'replica'`)
    await tx.unsafe(
      `insert into "${table.name}" (${columns}) values (${needed.map((column, i) => `$${i + 1}::text::${column.type}`).join(', ')})`,
      values,
    )
  })
}

let planted = 0

/** The plainest value a column takes, another one each time. */
function plain({ name, type }: CatalogueColumn, checks: readonly string[]): string {
  planted += 1
  if (type.endsWith('[]')) return '{}'
  if (type === 'uuid') return crypto.randomUUID()
  if (type === 'bytea') return '\\x00'
  if (type === 'boolean') return 'false'
  if (type === 'jsonb') return '{}'
  if (type === 'date') return '2026-01-01'
  if (type.startsWith('timestamp')) return '2026-01-01T00:00:00Z'
  if (type === 'text') return oneOf(name, checks) ?? `planted ${planted}`
  return String((planted % 30_000) + 1)
}

/** The first text that a CHECK on the column allows. */
function oneOf(column: string, checks: readonly string[]): string | undefined {
  const check = checks.find((text) => text.includes(`(${column} `) || text.includes(`("${column}" `))
  return check && /'([^']+)'/.exec(check)?.[1]
}
