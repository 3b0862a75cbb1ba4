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

const key = (of: string, name: string) => `${of}\0${name}`

/** Numbers of one tenant that a process has read. A number never changes, so they are right for ever; only committed ones go in. */
export type KnownNames = Map<string, number>
/** What a process remembers of one tenant's names at most. */
const remembered = 100_000

/** Remembers numbers once the transaction that may have given them out is committed. */
export function rememberNames(known: KnownNames, met: ReadonlyMap<string, number>): void {
  if (known.size > remembered) known.clear()
  for (const [name, no] of met) known.set(name, no)
}

/** Numbers of names, those that are new given out now. The ledger's lock is held, so no number is given twice. */
export async function numbersOf(
  { db, tenantId }: Pick<Inside, 'db' | 'tenantId'>,
  wanted: readonly { of: NameOf; name: string }[],
  before: KnownNames,
): Promise<{ no: (of: NameOf, name: string | undefined) => number; met: Map<string, number> }> {
  const known = new Map<string, number>()
  const missing = new Map<string, { of: NameOf; name: string }>()
  for (const each of wanted) {
    const name = key(each.of, each.name)
    const no = before.get(name)
    if (no === undefined) missing.set(name, each)
    else known.set(name, no)
  }
  const unique = [...missing.values()]
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
  return { no: (of, name) => (name === undefined ? 0 : (known.get(key(of, name)) ?? 0)), met: known }
}
