import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { readCatalogue } from './catalogue.ts'
import { connect } from './connect.ts'
import { startThrowawayServer } from './embedded/index.ts'
import { migrate } from './migrate.ts'
import { createDatabase, prepareRoles, withDatabase } from './roles.ts'
import { tablesPage } from './tables-page.ts'

/** Writes `docs/tables.md` anew from a database migrated for the purpose. Run it after changing the schema. */
const page = path.join(import.meta.dirname, '../../../docs/tables.md')
const name = 'tables'
const passwords = { owner: 'owner', app: 'app', jobs: 'jobs' }
const server = await startThrowawayServer()
try {
  await prepareRoles(server.url, passwords)
  await createDatabase(server.url, name)
  await migrate(withDatabase(server.url, name, { name: 'throughline_owner', password: passwords.owner }))
  const sql = connect(withDatabase(server.url, name), { max: 1, onnotice: () => {} })
  writeFileSync(page, tablesPage(await readCatalogue(sql)))
  await sql.end()
  console.log(`wrote ${path.relative(process.cwd(), page)}`)
} finally {
  await server.stop()
}
