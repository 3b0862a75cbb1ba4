import type { Inside } from '@throughline/db'
import { effectiveFacts } from '../ledger/index.ts'

interface RecordId {
  kind: string
  source: string
  key: string
}

/** Longer texts are cut: a creative without a name is called by its words. */
const longest = 80

const nameOf = ({ kind, source, key }: RecordId) => `${kind}\0${source}\0${key}`

/** What records are called: a campaign's or an ad's name, a creative's name, title or first words. Undefined where they say nothing. */
export async function recordNames(
  inside: Pick<Inside, 'db' | 'tenantId'>,
  records: readonly RecordId[],
): Promise<(record: RecordId) => string | undefined> {
  const wanted = [...new Map(records.map((record) => [nameOf(record), record])).values()]
  const facts = await effectiveFacts(inside, wanted)
  const names = new Map(
    facts.flatMap((fact) => {
      const text = ['name', 'title', 'body']
        .map((field) => fact.value[field])
        .find((each) => typeof each === 'string' && each !== '')
      return typeof text === 'string' ? [[nameOf(fact), cut(text)] as const] : []
    }),
  )
  return (record) => names.get(nameOf(record))
}

const cut = (text: string): string => (text.length > longest ? `${text.slice(0, longest - 1)}…` : text)
