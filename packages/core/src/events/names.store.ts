import { sql, type Inside } from '@throughline/db'

/** What is named by a small number. */
export type NameOf = 'campaign' | 'creative' | 'region' | 'source' | 'kind'

/** Where each list begins: our own sources and kinds have numbers of their own below. */
const first: Readonly<Record<NameOf, number>> = { campaign: 1, creative: 1, region: 1, source: 100, kind: 1_000 }
/** How many names a list may hold, where its numbers are narrow: what comes later counts as number 0. */
const most: Readonly<Record<NameOf, number>> = {
  campaign: 2_000_000_000,
  creative: 2_000_000_000,
  region: 32_000,
  source: 32_000,
  kind: 32_000,
}

/** Numbers of names, those that are new given out now. The ledger's lock is held, so no number is given twice. */
export async function numbersOf(
  { db, tenantId }: Pick<Inside, 'db' | 'tenantId'>,
  wanted: readonly { of: NameOf; name: string }[],
): Promise<(of: NameOf, name: string | undefined) => number> {
  const known = new Map<string, number>()
  const key = (of: string, name: string) => `${of}\0${name}`
  const unique = [...new Map(wanted.map((each) => [key(each.of, each.name), each])).values()]
  if (unique.length > 0) {
    const rows = await db.execute<{ of: NameOf; name: string; no: number | null; last: number | null }>(sql`
      with w as materialized (select * from json_to_recordset(${JSON.stringify(unique)}::text::json) as w ("of" text, name text))
      select w."of", w.name, n.no, case when n.no is null then (select max(m.no) from event_name m where m."of" = w."of") end as last
      from w left join lateral (select * from event_name e where e."of" = w."of" and e.name = w.name offset 0) n on true`)
    const next = new Map<NameOf, number>()
    const fresh: { of: NameOf; name: string; no: number }[] = []
    for (const { of, name, no, last } of rows) {
      const given = no ?? next.get(of) ?? (last === null ? first[of] : last + 1)
      if (no === null && given > most[of]) continue
      known.set(key(of, name), given)
      if (no !== null) continue
      next.set(of, given + 1)
      fresh.push({ of, name, no: given })
    }
    if (fresh.length > 0)
      await db.execute(sql`insert into event_name (tenant_id, "of", name, no)
        select ${tenantId}, "of", name, no from json_to_recordset(${JSON.stringify(fresh)}::text::json) as x ("of" text, name text, no int)`)
  }
  return (of, name) => (name === undefined ? 0 : (known.get(key(of, name)) ?? 0))
}
