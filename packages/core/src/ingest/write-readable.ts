import type { ObservedRow, QuarantinedRow } from '@throughline/connector-kit'
import type { Inside } from '@throughline/db'
import { writeBatch, type BatchOutcome, type WriteBatchInput } from '../ledger/index.ts'
import { isPassing, tookTooLong } from './is-passing.ts'

/** What was written, and what could not be. */
export interface Written {
  /** The newest batch, where one was used. */
  batch: number | undefined
  counts: Pick<BatchOutcome, 'fresh' | 'changed' | 'unchanged' | 'foreign'>
  /** Rows that the ledger refused for a reason of their own, to be set aside. */
  refused: Omit<QuarantinedRow, 'source'>[]
}

/**
 * Writes rows as one batch. Where that fails for a reason of the rows' own, or takes too long, halves them until the one at fault stands alone, so
 * that one row never stops a page. Works inside the caller's transaction, by savepoints.
 * @throws what passes by itself: a deadlock, a database that is away
 */
export async function writeReadable(inside: Inside, input: WriteBatchInput): Promise<Written> {
  const { rows } = input
  if (rows.length === 0) return { batch: undefined, counts: none, refused: [] }
  try {
    const outcome = await inside.db.transaction((db) => writeBatch({ ...inside, db }, input))
    const { fresh, changed, unchanged, foreign } = outcome
    return { batch: outcome.batch, counts: { fresh, changed, unchanged, foreign }, refused: [] }
  } catch (error) {
    if (isPassing(error) && !tookTooLong(error)) throw error
    const [only] = rows
    if (rows.length === 1 && only) return { batch: undefined, counts: none, refused: [refusedRow(only, error)] }
    const middle = Math.ceil(rows.length / 2)
    const first = await writeReadable(inside, { ...input, rows: rows.slice(0, middle) })
    const second = await writeReadable(inside, { ...input, rows: rows.slice(middle) })
    return {
      batch: second.batch ?? first.batch,
      counts: {
        fresh: first.counts.fresh + second.counts.fresh,
        changed: first.counts.changed + second.counts.changed,
        unchanged: first.counts.unchanged + second.counts.unchanged,
        foreign: first.counts.foreign + second.counts.foreign,
      },
      refused: [...first.refused, ...second.refused],
    }
  }
}

const none = { fresh: 0, changed: 0, unchanged: 0, foreign: 0 }

/** The reason is the error's class: a message may quote the row. */
function refusedRow({ stream, key, raw }: ObservedRow, error: unknown): Written['refused'][number] {
  const name = error instanceof Error ? error.name : 'unknown error'
  return { stream, key, issues: [{ path: '', message: `could not be written (${name})` }], raw }
}
