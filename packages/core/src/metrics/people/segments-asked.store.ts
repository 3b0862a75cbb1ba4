import { sql, type Inside } from '@throughline/db'
import { segmentMembers } from '../../segments/index.ts'
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
  const marksOf = async (id: string) => markPeople(await segmentMembers(inside, id, batch), roots)
  const listed = by === 'segment' ? (wanted ?? (await segmentIds(inside))) : (wanted ?? [])
  const marked: { key: string; people: Uint8Array }[] = []
  for (const key of listed) marked.push({ key, people: await marksOf(key) })
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
