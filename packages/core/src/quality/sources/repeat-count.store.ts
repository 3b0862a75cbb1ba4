import { sql, type Inside } from '@throughline/db'

/** Notes that something came a second time, in the transaction that saw it. */
export async function addRepeats(
  { db, tenantId }: Pick<Inside, 'db' | 'tenantId'>,
  repeats: ReadonlyMap<string, number>,
  now: Date,
): Promise<void> {
  if (repeats.size === 0) return
  const rows = [...repeats].sort(([a], [b]) => (a < b ? -1 : 1)).map(([source, n]) => ({ source, n }))
  await db.execute(sql`
    insert into repeat_count as c (tenant_id, day, source, n)
    select ${tenantId}::uuid, ${now.toISOString().slice(0, 10)}::date, source, n
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as r(source text, n bigint)
    on conflict (tenant_id, day, source) do update set n = c.n + excluded.n`)
}

/** How often each is named. */
export function countBy(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}

/** How much came a second time, by source. */
export async function repeatsBySource(
  { db }: Pick<Inside, 'db'>,
  { from, to }: { from: string; to: string },
): Promise<Map<string, number>> {
  const rows = await db.execute<{ source: string; n: string }>(sql`
    select source, sum(n) as n from repeat_count where day >= ${from}::date and day <= ${to}::date group by 1`)
  return new Map(rows.map(({ source, n }) => [source, Number(n)]))
}

/** @returns how many days of sources went */
export async function forgetRepeats({ db }: Pick<Inside, 'db'>, before: Date): Promise<number> {
  const gone = await db.execute(
    sql`delete from repeat_count where day < ${before.toISOString().slice(0, 10)}::date returning 1`,
  )
  return gone.length
}
