import { sql, type Inside } from '@throughline/db'

/** Which of these ids were taken already. */
export async function knownIds({ db }: Pick<Inside, 'db'>, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const rows = await db.execute<{ event_id: string }>(
    sql`select event_id from event_key where event_id = any (${`{${ids.join(',')}}`}::uuid[])`,
  )
  return new Set(rows.map(({ event_id }) => event_id))
}
