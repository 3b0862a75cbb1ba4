import { z } from 'zod'
import { Field } from './normal-form.ts'

const Moment = z.iso.datetime()
const count = z.number().int().nonnegative()

/** A bulk query that Salesforce is making or has made. Its results stay for seven days. */
const Job = z.object({
  id: z.string(),
  askedAt: Moment,
  polls: count,
  /** Not to be asked about before this. */
  notBefore: Moment,
  /** Once there is a first page: its columns, in order. */
  columns: z.array(z.string()).optional(),
  /** Where the next page begins; none before the first. */
  locator: z.string().optional(),
  /** Rows of that page that are saved already, and of all pages. */
  skip: count,
  read: count,
  /** How many rows the job says that it has. */
  of: count.optional(),
})
export type Job = z.infer<typeof Job>

/** A run under way. */
const Run = z.object({
  /** The server's own time when it began: the next run begins there. */
  startedAt: Moment,
  /** Where it reads from. */
  since: Moment,
  /** What it is at: pages by place, a bulk query, deals one after another, deals that changed, the log of deletions. */
  phase: z.enum(['rest', 'bulk', 'walk', 'changed', 'deletes']),
  total: count,
  done: count,
  /** The last row read, in order of (SystemModstamp, Id). */
  after: z.object({ stamp: z.string(), id: z.string() }).optional(),
  /** The last deal read whole. */
  afterParent: z.string().optional(),
  /** Rows at once, where Salesforce found the usual number too many. */
  limit: count.optional(),
  job: Job.optional(),
  /** Bulk queries that came to nothing. */
  failures: count.optional(),
  /** The window of the log of deletions, and the last of its ids that is saved. */
  deletes: z.object({ from: Moment, to: Moment, afterId: z.string().optional() }).optional(),
})
export type Run = z.infer<typeof Run>

export const Cursor = z.object({
  /** Everything that changed before this has been read. */
  since: Moment,
  /** Whose rows these are: another org begins anew. */
  orgId: z.string().optional(),
  /** What is read of each row, and when that was looked up. */
  fields: z.array(Field).optional(),
  replicateable: z.boolean().optional(),
  describedAt: Moment.optional(),
  /** The log of deletions has been read to here. */
  deletesTo: Moment.optional(),
  /** A field was refused, so the fields were looked up again. */
  refused: z.boolean().optional(),
  /** When everything was last read anew, where that is needed. */
  wholeAt: Moment.optional(),
  run: Run.optional(),
})
export type Cursor = z.infer<typeof Cursor>

/** Before anything that any org holds. */
export const beginning = '1970-01-01T00:00:00.000Z'
/** A long transaction is seen only when it ends, with stamps from when it ran: so far back each run looks. */
export const lookBackMs = 15 * 60_000

/** Reading again goes through the whole log of deletions again, as far as it reaches. */
export const start = (_config: unknown, from?: string): Cursor =>
  from === undefined ? { since: beginning } : { since: `${from}T00:00:00.000Z`, deletesTo: beginning }

export function rewind(cursor: Cursor): Cursor {
  const since = Math.max(0, Date.parse(cursor.since) - lookBackMs)
  return { ...cursor, since: new Date(since).toISOString() }
}
