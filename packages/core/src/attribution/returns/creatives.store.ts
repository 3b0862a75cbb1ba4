import type { Inside } from '@throughline/db'
import { effectiveFacts } from '../../ledger/index.ts'

/** What is shown of a creative beside its figures. */
export interface CreativeSaid {
  name: string | null
  body: string | null
  format: string | null
  /** The source's own word for what it is about. */
  topic: string | undefined
  /** Its name, title, text and codes. */
  texts: string[]
}

/** What creatives say of themselves, by source and key. */
export async function creativesSaid(
  inside: Inside,
  creatives: readonly { source: string; key: string }[],
): Promise<(source: string, key: string) => CreativeSaid | undefined> {
  const facts = await effectiveFacts(
    inside,
    creatives.map(({ source, key }) => ({ kind: 'creative', source, key })),
  )
  const said = new Map(facts.map((fact) => [`${fact.source}\0${fact.key}`, saidBy(fact.value)]))
  return (source, key) => said.get(`${source}\0${key}`)
}

function saidBy(value: Record<string, unknown>): CreativeSaid {
  const text = (field: string) => (typeof value[field] === 'string' && value[field] !== '' ? value[field] : null)
  const links = (value['links'] ?? []) as { refcodes?: Record<string, string>; utm?: Record<string, string> }[]
  const attributes = (value['attributes'] ?? {}) as Record<string, unknown>
  const codes = links.flatMap(({ refcodes = {}, utm = {} }) => [...Object.values(refcodes), ...Object.values(utm)])
  return {
    name: text('name') ?? text('title'),
    body: text('body'),
    format: text('format'),
    topic: typeof attributes['topic'] === 'string' ? attributes['topic'] : undefined,
    texts: [text('name'), text('title'), text('body'), ...codes].flatMap((each) => each ?? []),
  }
}
