import { sql, type Inside } from '@throughline/db'
import { membersOfSegments } from '../../segments/index.ts'
import type { Ask } from '../registry/measure.ts'
import { markPeople } from './roots.ts'

/** Whom a question is about: everybody whom its filter lets through, and whom each of its rows. Undefined: everybody. */
export interface SegmentsAsked {
  people: Uint8Array | undefined
  rows: readonly { key: string; people: Uint8Array }[]
}

/** Segments of a question as known at its batch: several of a filter are any of them; rows are every segment, or those of the filter. */
export async function segmentsAsked(
  inside: Inside,
  { by, filter, batch }: Pick<Ask, 'by' | 'filter' | 'batch'>,
  roots: Uint32Array,
): Promise<SegmentsAsked> {
  const wanted = filter.segment?.flatMap((id) => id ?? [])
  const listed = by === 'segment' ? (wanted ?? (await segmentIds(inside))) : (wanted ?? [])
  const members = await membersOfSegments(inside, listed, batch)
  const marked = listed.map((key) => ({ key, people: markPeople(members.get(key) ?? new Int32Array(), roots) }))
  return {
    people:
      wanted === undefined
        ? undefined
        : anyOf(
            marked.map(({ people }) => people),
            roots.length,
          ),
    rows: by === 'segment' ? marked : [],
  }
}

async function segmentIds({ db }: Pick<Inside, 'db'>): Promise<string[]> {
  const rows = await db.execute<{ id: string }>(sql`select segment_id as id from segment_state order by 1`)
  return rows.map(({ id }) => id)
}

function anyOf(marks: readonly Uint8Array[], size: number): Uint8Array {
  const any = new Uint8Array(size)
  for (const each of marks) for (let i = 0; i < size; i++) if (each[i] === 1) any[i] = 1
  return any
}
