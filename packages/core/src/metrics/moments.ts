import type { Instant } from '@throughline/canonical'
import type { Inside } from '@throughline/db'
import { batchAt, batchMoments } from '../ledger/index.ts'
import type { Moment } from './proof-types.ts'

/** How many past batches are offered. */
const most = 200

/** Past batches to ask at, oldest first, thinned to 200; with `at`, only the last one recorded by then (none before the first). */
export async function momentsOf(inside: Inside, at: Instant | undefined): Promise<Moment[]> {
  if (at === undefined) {
    const moments = await batchMoments(inside, most)
    return moments.flatMap(({ batch, recordedAt, origin, facts }) =>
      recordedAt === null ? [] : [{ batch, recordedAt, say: sayOf(origin, facts) }],
    )
  }
  const { batch, recordedAt } = await batchAt(inside, at)
  return recordedAt === null ? [] : [{ batch, recordedAt, say: 'The last thing recorded by then' }]
}

function sayOf(origin: string, facts: number): string {
  const records = facts === 1 ? 'one record' : `${facts} records`
  switch (origin) {
    case 'inbox':
      return `Received ${records}`
    case 'read':
      return `Read ${records}`
    case 'reprocess':
      return `Read anew: ${records}`
    case 'settings':
      return 'A setting changed'
    case 'contacts':
      return 'People were merged, parted or erased'
    default:
      return 'Sums were repaired'
  }
}
