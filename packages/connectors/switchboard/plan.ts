import { z } from 'zod'
import { countedOf, countOf, hasEnded, mayHaveMessages, sendTime } from './broadcast-state.ts'
import { ExportState } from './export-job.ts'
import { ListAt } from './paging.ts'
import { BroadcastOutline } from './schema.ts'
import { scrubRow } from './scrub.ts'

/** A broadcast whose messages are to be read, and how far that is. */
export const Entry = z.object({
  id: z.string(),
  /** When it was sent, epoch milliseconds. */
  at: z.number().optional(),
  total: z.number().int(),
  /** How many messages the source counts; 0 where it is not known. */
  expected: z.number().int(),
  counted: z.enum(['all', 'settled', 'none']),
  page: ListAt.optional(),
  export: ExportState.optional(),
  /** Exports of it came to nothing. */
  paged: z.literal(true).optional(),
  /** Messages read so far. */
  rows: z.number().int(),
  notBefore: z.iso.datetime().optional(),
})
export type Entry = z.infer<typeof Entry>

export interface Candidate extends Entry {
  ended: boolean
  createdAt: number | undefined
  modifiedAt: number | undefined
}

/** A broadcast of the list that may have messages; undefined where it has none yet, or not even an id. */
export function candidateOf(row: unknown): Candidate | undefined {
  const parsed = BroadcastOutline.safeParse(scrubRow(row))
  if (!parsed.success || !mayHaveMessages(parsed.data)) return undefined
  const { id, total_messages, created_at, modified_at } = parsed.data
  const at = sendTime(parsed.data)
  return {
    id,
    ...(at ? { at: Date.parse(at.instant) } : {}),
    total: total_messages ?? 0,
    expected: countOf(parsed.data),
    counted: countedOf(parsed.data),
    rows: 0,
    ended: hasEnded(parsed.data),
    createdAt: created_at && Date.parse(created_at.instant),
    modifiedAt: modified_at && Date.parse(modified_at.instant),
  }
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/**
 * Whether the messages of a broadcast are read again in a pass that begins `now`, the one before having begun at `passed`: always
 * while it is sent and for 72 hours, daily to the 14th day, once on the 30th; where the source says that it was changed, daily to
 * the 90th and weekly after that. Everything is read once, and what came to the list later too.
 */
export function isDue(candidate: Candidate, passed: number | undefined, now: number): boolean {
  if (passed === undefined) return true
  const { at, ended, createdAt = 0, modifiedAt } = candidate
  if (createdAt > passed) return true
  const crossed = (step: number) => Math.floor(now / step) !== Math.floor(passed / step)
  if (at === undefined) return crossed(dayMs)
  const age = now - at
  if (age < 3 * dayMs) return true
  if (age < 14 * dayMs || (!ended && age < 90 * dayMs)) return crossed(dayMs)
  const thirtieth = at + 30 * dayMs
  if (passed < thirtieth && thirtieth <= now) return true
  const step = age < 90 * dayMs ? dayMs : 7 * dayMs
  return modifiedAt !== undefined && modifiedAt > now - step - dayMs && crossed(step)
}

/** Youngest first; those without a time last. */
export function inOrder(a: Pick<Entry, 'id' | 'at'>, b: Pick<Entry, 'id' | 'at'>): number {
  return (b.at ?? 0) - (a.at ?? 0) || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0)
}
