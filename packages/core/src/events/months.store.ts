import { sql, type Database } from '@throughline/db'

/** Months that are there, by database: asking again costs a round trip. */
const there = new WeakMap<Database, Set<string>>()

const monthOf = (epochMs: number) => new Date(epochMs).toISOString().slice(0, 7)

/** Makes the months of `event` that events at these moments (epoch milliseconds) lie in. In a transaction of its own. */
export async function ensureMonths(database: Database, moments: Iterable<number>): Promise<void> {
  const known = there.get(database) ?? new Set()
  there.set(database, known)
  const missing = new Set<string>()
  for (const each of moments) {
    const month = monthOf(each)
    if (!known.has(month)) missing.add(month)
  }
  for (const month of missing) {
    await database.call(sql`select ensure_partitions(${`${month}-01`}::date, ${`${month}-01`}::date)`)
    known.add(month)
  }
}
