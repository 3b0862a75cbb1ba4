import { instantOf, sql, type Inside } from '@throughline/db'
import { codeChanges, type CodedGift } from './code-changes.ts'
import type { ReadDictionary } from './dictionary.store.ts'
import { judgeCode, type CodeState, type JudgedCode } from './judge-code.ts'

type Writing = Pick<Inside, 'db' | 'tenantId'>

/** Codes judged in one go. */
const judgedAtOnce = 500

/** Counts the codes of gifts that were written anew, in the transaction that writes them. */
export async function noteCodes(
  { db, tenantId }: Writing,
  moves: readonly { before?: CodedGift | undefined; after?: CodedGift | undefined }[],
): Promise<void> {
  const [tenant] = await db.execute<{ currency: string }>(sql`select currency from tenant`)
  const changes = codeChanges(moves, tenant?.currency ?? '').map((change) => ({
    ...change,
    first: new Date(change.firstSeen).toISOString(),
    last: new Date(change.lastSeen).toISOString(),
  }))
  if (changes.length === 0) return
  await db.execute(sql`
    insert into code_seen (tenant_id, code, sent, first_seen, last_seen, gifts, net, other_currency, state, finding, judged)
    select ${tenantId}, code, sent, first, last, gifts, net, "otherCurrency", 'new', '{}', 0
    from json_to_recordset(${JSON.stringify(changes)}::text::json) as x (code text, sent text, first timestamptz, last timestamptz,
      gifts int, net bigint, "otherCurrency" int)
    on conflict (tenant_id, code) do update set first_seen = least(code_seen.first_seen, excluded.first_seen),
      last_seen = greatest(code_seen.last_seen, excluded.last_seen), gifts = code_seen.gifts + excluded.gifts,
      net = code_seen.net + excluded.net, other_currency = code_seen.other_currency + excluded.other_currency`)
  await db.execute(sql`delete from code_seen where gifts <= 0
    and code in (select code from json_to_recordset(${JSON.stringify(changes)}::text::json) as x (code text))`)
}

/**
 * Judges codes that this version of the dictionary has not judged, a bounded number at a time.
 * @returns whether there may be more
 */
export async function judgeCodes({ db }: Writing, dictionary: ReadDictionary): Promise<boolean> {
  const rows = await db.execute<{ code: string; last_seen: string }>(sql`
    select code, last_seen from code_seen where judged <> ${dictionary.madeAt}::bigint limit ${judgedAtOnce}::int`)
  if (rows.length === 0) return false
  const judged = rows.map(({ code, last_seen }) => {
    const lastSeen = Date.parse(instantOf(last_seen))
    const { state, ...finding } = judgeCode(dictionary, dictionary.sources.decisions, { code, lastSeen })
    return { code, state, finding }
  })
  await db.execute(sql`
    update code_seen c set state = x.state, finding = x.finding, judged = ${dictionary.madeAt}::bigint
    from json_to_recordset(${JSON.stringify(judged)}::text::json) as x (code text, state text, finding jsonb) where c.code = x.code`)
  return rows.length === judgedAtOnce
}

/** Judges one code at once: what a person has just decided is to be seen. */
export async function judgeAgain({ db }: Writing, dictionary: ReadDictionary, code: string): Promise<CodeState> {
  const [row] = await db.execute<{ last_seen: string }>(sql`select last_seen from code_seen where code = ${code}`)
  const lastSeen = row ? Date.parse(instantOf(row.last_seen)) : 0
  const { state, ...finding } = judgeCode(dictionary, dictionary.sources.decisions, { code, lastSeen })
  await db.execute(
    sql`update code_seen set state = ${state}, finding = ${JSON.stringify(finding)}::text::jsonb where code = ${code}`,
  )
  return state
}

/** One code of the review queue. */
export interface SeenCode extends JudgedCode {
  code: string
  sent: string
  firstSeen: string
  lastSeen: string
  gifts: number
  net: number
  otherCurrency: number
}
interface Row extends Record<string, unknown> {
  code: string
  sent: string
  first_seen: string
  last_seen: string
  gifts: number
  net: string
  other_currency: number
  state: CodeState
  finding: Partial<Omit<JudgedCode, 'state'>>
}

/** Codes in some states, those with the most gifts first. */
export async function seenCodes(
  { db }: Pick<Inside, 'db'>,
  { states, search, offset, limit }: { states: readonly CodeState[]; search: string; offset: number; limit: number },
): Promise<SeenCode[]> {
  const rows = await db.execute<Row>(sql`
    select * from code_seen where state = any(${`{${states.join(',')}}`}::text[])
      ${search === '' ? sql`` : sql`and position(${search} in code) > 0`}
    order by gifts desc, code limit ${limit}::int offset ${offset}::int`)
  return rows.map(seenOf)
}

/** Where one code stands; undefined where no conversion brought it. */
export async function seenCode({ db }: Pick<Inside, 'db'>, code: string): Promise<SeenCode | undefined> {
  const [row] = await db.execute<Row>(sql`select * from code_seen where code = ${code}`)
  return row && seenOf(row)
}

/** How many codes, gifts and how much net there are of each state. */
export async function codeCounts({
  db,
}: Pick<Inside, 'db'>): Promise<{ state: CodeState; codes: number; gifts: number; net: number }[]> {
  const rows = await db.execute<{ state: CodeState; codes: number; gifts: number; net: string }>(sql`
    select state, count(*)::int as codes, sum(gifts)::int as gifts, sum(net)::bigint as net from code_seen group by state`)
  return rows.map((row) => ({ ...row, net: Number(row.net) }))
}

const seenOf = ({ finding, ...row }: Row): SeenCode => ({
  ...{ place: null, trouble: null, concerns: [], by: null, suggestion: null, decision: null },
  ...finding,
  ...{ code: row.code, sent: row.sent, gifts: row.gifts, net: Number(row.net), otherCurrency: row.other_currency },
  ...{ state: row.state, firstSeen: instantOf(row.first_seen), lastSeen: instantOf(row.last_seen) },
})
