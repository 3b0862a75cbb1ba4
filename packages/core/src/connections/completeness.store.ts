import { desc, eq, lt, sql, tables, type Inside } from '@throughline/db'
import type { Comparison, Ours } from './compare-totals.ts'

const { completeness } = tables
type Reading = Pick<Inside, 'db'>

/** What is here of a stream: rows that count, by the day in which the source counts them. Rows not this client's are left out. */
export async function countedHere({ db }: Reading, connectionId: string, stream: string): Promise<Ours[]> {
  const rows = await db.execute<{ day: string | null; n: string; minor: string | null; currency: string | null }>(sql`
    select tally_day::text as day, count(*)::text as n, sum(tally_minor)::text as minor, tally_currency as currency from source_record
    where connection_id = ${connectionId}::uuid and stream = ${stream} and foreign_reason is null and not gone group by 1, 4`)
  return rows.map(({ day, n, minor, currency }) => ({
    day,
    count: Number(n),
    minor: minor === null ? null : Number(minor),
    currency,
  }))
}

/** Rows of a stream that lie in quarantine. */
export async function setAsideOf({ db }: Reading, connectionId: string, stream: string): Promise<number> {
  const [row] = await db.execute<{ n: string }>(sql`
    select count(*)::text as n from quarantine where connection_id = ${connectionId}::uuid and state = 'open' and stream = ${stream}`)
  return Number(row?.n ?? 0)
}

export interface Proof extends Comparison {
  stream: string
  checkedAt: string
  fromDay: string | null
  toDay: string | null
}

/** Of more than this many differing days the first are kept: the rest differ for the same reason. */
const daysKept = 400

export async function keepProof({ db, tenantId }: Inside, connectionId: string, proof: Proof): Promise<void> {
  const differences = proof.differences.slice(0, daysKept)
  await db
    .insert(completeness)
    .values({ tenantId, connectionId, ...proof, differences })
    .onConflictDoNothing()
}

/** The last proof of each stream. */
export async function lastProofs({ db }: Reading, connectionId: string): Promise<Map<string, Proof>> {
  const rows = await db
    .selectDistinctOn([completeness.stream])
    .from(completeness)
    .where(eq(completeness.connectionId, connectionId))
    .orderBy(completeness.stream, desc(completeness.checkedAt))
  return new Map(rows.map(({ tenantId: _, connectionId: __, ...row }) => [row.stream, row]))
}

/** Each connection's worst word: does any of its streams differ, is any provable at all? */
export async function completenessOf({ db }: Reading): Promise<Map<string, Comparison['state']>> {
  const rows = await db.execute<{ connection_id: string; states: Comparison['state'][] }>(sql`
    select connection_id, array_agg(distinct state) as states from (
      select distinct on (connection_id, stream) connection_id, stream, state from completeness
      order by connection_id, stream, checked_at desc) last
    group by 1`)
  const worst = (states: readonly string[]) =>
    states.includes('differs') ? 'differs' : states.includes('complete') ? 'complete' : 'not_provable'
  return new Map(rows.map((row) => [row.connection_id, worst(row.states)]))
}

/** Old proofs go. @returns how many went */
export async function forgetProofs({ db }: Reading, before: Date): Promise<number> {
  const gone = await db
    .delete(completeness)
    .where(lt(completeness.checkedAt, before.toISOString()))
    .returning({ stream: completeness.stream })
  return gone.length
}
