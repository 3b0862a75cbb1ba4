import { sql, type Database } from '@throughline/db'

/** Recent months that are there, by database: asking again costs a round trip. Older ones may be dropped, and are asked for again. */
const there = new WeakMap<Database, Set<string>>()
/** Months that end within the last 35 days are never dropped. */
const lastingMs = 30 * 86_400_000

const monthOf = (epochMs: number) => new Date(epochMs).toISOString().slice(0, 7)

/** Makes the months of `event` that events at these moments (epoch milliseconds) lie in. In a transaction of its own. */
export async function ensureMonths(database: Database, moments: Iterable<number>, now: Date): Promise<void> {
  const known = there.get(database) ?? new Set()
  there.set(database, known)
  const missing = new Set<string>()
  for (const each of moments) {
    const month = monthOf(each)
    if (!known.has(month)) missing.add(month)
  }
  const lasting = monthOf(now.getTime() - lastingMs)
  for (const month of missing) {
    await database.call(sql`select ensure_partitions(${`${month}-01`}::date, ${`${month}-01`}::date)`)
    if (month >= lasting) known.add(month)
  }
}
