import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { connect } from '../packages/db/src/connect.ts'
import { withDatabase } from '../packages/db/src/index.ts'
import { demoFileVariable } from './house.ts'

/** Looks into the running product's own database, past every policy: for what no page can bring about. */
export async function inDatabase<T>(fn: (sql: ReturnType<typeof connect>) => Promise<T>): Promise<T> {
  const home = path.dirname(process.env[demoFileVariable] ?? '')
  const server = (await readFile(path.join(home, 'database.url'), 'utf8')).trim()
  const sql = connect(withDatabase(server, 'throughline'), { max: 1 })
  try {
    return await fn(sql)
  } finally {
    await sql.end()
  }
}
