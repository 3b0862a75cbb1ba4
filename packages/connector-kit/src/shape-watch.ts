import { MalformedRow } from './csv.ts'
import type { DriftPolicy } from './define-connector.ts'
import { fieldsOf, frozen, pathOf, type FieldSeen } from './drift.ts'

/** What is known of a stream's fields, and what to do with others. */
export interface KnownShape {
  fields: readonly string[]
  /** Until the stream was read to its end once, every field is simply learnt. */
  learning: boolean
  /** A person's word for this connection; the stream's own policy where they said nothing. */
  policy?: DriftPolicy | undefined
}

/** A page, looked at: what to go on with, what is set aside, and which fields were never seen before. */
export interface Watched {
  rows: unknown[]
  aside: { row: unknown; fresh: FieldSeen[] }[]
  fresh: FieldSeen[]
}

/** Watches the rows of one stream for fields that it never had. Remembers from page to page. */
export function watchShape(
  known: KnownShape | undefined,
  usual: DriftPolicy = 'evolve',
): (rows: readonly unknown[]) => Watched {
  if (!known) return (rows) => ({ rows: [...rows], aside: [], fresh: [] })
  const { learning } = known
  const policy = learning ? 'evolve' : (known.policy ?? usual)
  const seen = new Set<string>(known.fields)
  const paths = new Set([...seen].map((field) => pathOf(field as FieldSeen)))
  const told = new Set<string>()
  return (rows) => {
    const watched: Watched = { rows: [], aside: [], fresh: [] }
    for (const row of rows) {
      const fresh = row instanceof MalformedRow ? [] : [...fieldsOf(row)].filter((field) => !seen.has(field))
      for (const field of fresh) {
        if (!told.has(field)) watched.fresh.push(field)
        told.add(field)
        if (policy !== 'evolve') continue
        seen.add(field)
        paths.add(pathOf(field))
      }
      if (fresh.length === 0 || policy === 'evolve') watched.rows.push(row)
      else if (policy === 'freeze') watched.rows.push(frozen(row, paths))
      else watched.aside.push({ row, fresh })
    }
    return watched
  }
}
