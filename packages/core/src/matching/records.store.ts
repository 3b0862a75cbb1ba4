import { sql, type Inside } from '@throughline/db'
import { effectiveFacts } from '../ledger/index.ts'
import type { CodeChoice } from './matching.ts'
import type { RecordName } from './sources.ts'

type Reading = Pick<Inside, 'db' | 'tenantId'>

export const nameOfRecord = ({ kind, source, key }: RecordName): string => `${kind} ${source} ${key}`

/** What records are called, by `kind source key`; one without a name is called by its key. */
export async function namesOf(inside: Reading, records: readonly RecordName[]): Promise<Record<string, string>> {
  const unique = new Map(records.map((each) => [nameOfRecord(each), each]))
  const facts = await effectiveFacts(inside, [...unique.values()])
  return Object.fromEntries(facts.map((fact) => [nameOfRecord(fact), titleOf(fact.value) ?? fact.key]))
}

/** Whether there is such a creative or campaign now. */
export async function isThere(inside: Reading, record: RecordName): Promise<boolean> {
  const [fact] = await effectiveFacts(inside, [record])
  return fact !== undefined && !fact.withdrawn
}

/** Campaigns and creatives whose name or key holds these words, those that began last first. */
export async function choicesFor({ db }: Reading, search: string, limit: number): Promise<CodeChoice[]> {
  const rows = await db.execute<{
    kind: CodeChoice['kind']
    source: string
    key: string
    value: Record<string, unknown>
  }>(sql`
    select kind, source, source_key as key, jsonb_build_object('name', value -> 'name', 'title', value -> 'title', 'body', left(value ->> 'body', 80),
      'channel', value -> 'channel') as value
    from fact f where kind in ('campaign', 'creative') and not withdrawn
      and position(lower(${search}) in lower(concat_ws(' ', value ->> 'name', value ->> 'title', left(value ->> 'body', 200), source_key))) > 0
      and not exists (select 1 from fact newer where newer.kind = f.kind and newer.source = f.source
        and newer.source_key = f.source_key and newer.version > f.version offset 0)
    order by happened_at desc, kind, source, source_key limit ${limit}::int`)
  return rows.map(({ kind, source, key, value }) => ({
    ...{ kind, source, key, name: titleOf(value) ?? key },
    channel: typeof value['channel'] === 'string' ? value['channel'] : null,
  }))
}

function titleOf(value: Readonly<Record<string, unknown>>): string | undefined {
  const texts = [value['name'], value['title'], value['body']]
  const title = texts.find((text): text is string => typeof text === 'string' && text.trim() !== '')
  return title && (title.length > 80 ? `${title.slice(0, 79)}…` : title)
}
