import type { CatalogueTable } from './catalogue.ts'

const scopes = {
  tenant: 'client',
  agency: 'person, agency',
  system: 'nobody’s data',
} as const
const writes = { append: 'read, add', update: 'read, add, change', free: 'read, add, change, delete' } as const

/** `docs/tables.md`: every table, from the catalogue. */
export function tablesPage(tables: readonly CatalogueTable[]): string {
  const rooms = [...Map.groupBy(tables, (table) => table.about?.room ?? '?')].sort(([a], [b]) => (a < b ? -1 : 1))
  return [
    '# Tables',
    '',
    'Printed from the catalogue of a migrated database by `node packages/db/src/print-tables.ts`; a test fails when this page is not',
    'what that prints. What a table is for stands beside its shape in `packages/db/src/schema/`, who owns it and what may be done to',
    'it in `packages/db/src/schema/about.ts`.',
    '',
    '- **room**: the folder of `packages/core/src/` that owns it; nobody else writes it.',
    '- **policed by**: _client_ rows are seen only inside the one client that was entered, _person, agency_ rows by the person they are',
    '  about and the agencies entered. Row security is forced: it binds the tables’ owner, too.',
    '- **may**: what the running system’s login is granted. Nothing else is.',
    '',
    ...lined(['table', 'room', 'policed by', 'may', 'partitioned', 'kept', 'personal data'], tables.map(cells)),
    '',
    ...rooms.flatMap(([room, some]) => [`## ${room}`, '', ...some.flatMap(columns)]),
  ].join('\n')
}

/** A table with its columns in line, as the formatter leaves it. */
function lined(head: string[], rows: string[][]): string[] {
  const widths = head.map((text, i) => Math.max(3, ...[head, ...rows].map((each) => each[i]?.length ?? 0), text.length))
  const line = (each: string[]) => `| ${each.map((text, i) => text.padEnd(widths[i] ?? 0)).join(' | ')} |`
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)]
}

function cells({ name, about, partitioned }: CatalogueTable): string[] {
  if (!about) return [name, '?', '?', '?', '?', '?', '?']
  return [
    `[\`${name}\`](#${name})`,
    about.room,
    scopes[about.scope],
    writes[about.writes] + (about.worked ? `, change ${about.worked.join(', ')}` : ''),
    partitioned ? 'yes' : 'no',
    about.kept,
    about.personal,
  ]
}

function columns({ name, columns: some, key, references, indexes }: CatalogueTable): string[] {
  const refers = references.map(
    (reference) => `(${reference.columns.join(', ')}) → ${reference.table} (${reference.columns_there.join(', ')})`,
  )
  const others = indexes
    .filter((index) => !index.primary)
    .map((index) => `${index.unique ? 'unique ' : ''}(${index.columns.join(', ')})`)
  return [
    `### ${name}`,
    '',
    `Key: ${key.join(', ')}.${others.length > 0 ? ` Indexes: ${others.join('; ')}.` : ''}${refers.length > 0 ? ` Refers: ${refers.join('; ')}.` : ''}`,
    '',
    ...some.map((column) => `- \`${column.name}\` ${column.type}${column.notNull ? '' : ', may be absent'}`),
    '',
  ]
}
