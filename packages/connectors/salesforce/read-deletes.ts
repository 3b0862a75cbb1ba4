import { z } from 'zod'
import { lookBackMs, type Cursor } from './cursor.ts'
import { refusedFor } from './errors.ts'
import { toId18 } from './ids.ts'
import { goneRow } from './normal-form.ts'
import { paths } from './paths.ts'
import { ended, type Going, type Page } from './read-object.ts'

const Deleted = z.looseObject({
  deletedRecords: z.array(z.looseObject({ id: z.string(), deletedDate: z.string() })).default([]),
  latestDateCovered: z.string().nullish(),
})

/** The log may be purged after two hours in a busy org: looked at no less often. */
const everyMs = 2 * 3_600_000
/** The log reaches back fifteen days at most; a little less, because the clocks differ. */
const longestMs = 15 * 86_400_000 - 3_600_000
const shortestMs = 60_000
const rowsAtOnce = 2_000

/** True where the log of deletions has not been looked at for a while. */
export const deletesAreDue = ({ replicateable, deletesTo }: Cursor, now: Date): boolean =>
  replicateable === true && deletesTo !== undefined && Date.parse(deletesTo) + everyMs <= now.getTime()

/**
 * A page of what was deleted, by the log: what was deleted for good, or has left the recycle bin, is nowhere else. What the log no
 * longer reaches is found by the daily count.
 */
export async function deletesPage({ ctx, type, org, cursor, run }: Going): Promise<Page> {
  const window = run.deletes ?? nextWindow(cursor, run.startedAt)
  const { from, to } = window
  const afterId = run.deletes?.afterId ?? ''
  if (Date.parse(to) - Date.parse(from) < shortestMs) return { rows: [], next: ended(cursor, run) }
  let log: z.infer<typeof Deleted>
  try {
    const answer = await ctx.http.get(paths.deleted(type.name), {
      bucket: 'api',
      query: { start: minute(from), end: minute(to) },
      timeoutMs: 120_000,
    })
    log = answer.json(Deleted)
  } catch (error) {
    // More than 600,000 ids: half as long a window.
    if (refusedFor(error, 'EXCEEDED_ID_LIMIT')) {
      const half = new Date((Date.parse(from) + Date.parse(to)) / 2).toISOString()
      return { rows: [], next: { ...cursor, run: { ...run, deletes: { from, to: half } } } }
    }
    // Not every object has such a log, whatever it says of itself.
    if (refusedFor(error, 'INVALID_TYPE', 'INSUFFICIENT_ACCESS', 'INVALID_REPLICATION_DATE', 'NOT_FOUND'))
      return { rows: [], next: ended({ ...cursor, deletesTo: to }, run) }
    throw error
  }
  const records = log.deletedRecords.filter(({ id }) => id > afterId).sort((a, b) => (a.id < b.id ? -1 : 1))
  const page = records.slice(0, rowsAtOnce)
  const last = page.at(-1)
  const rows = page.map(({ id, deletedDate }) =>
    goneRow(org, { Id: toId18(id), SystemModstamp: new Date(deletedDate).toISOString() }),
  )
  if (last && page.length < records.length)
    return { rows, next: { ...cursor, run: { ...run, deletes: { from, to, afterId: last.id } } } }
  const covered = { ...cursor, deletesTo: earlier(to, log.latestDateCovered) }
  const { deletes: _window, ...rest } = run
  return { rows, next: to < run.startedAt ? { ...covered, deletesTo: to, run: rest } : ended(covered, run) }
}

function nextWindow({ deletesTo = '' }: Cursor, startedAt: string) {
  const earliest = new Date(Date.parse(startedAt) - longestMs).toISOString()
  const from = new Date(Date.parse(deletesTo) - lookBackMs).toISOString()
  return { from: from > earliest ? from : earliest, to: startedAt }
}

function earlier(to: string, covered: string | null | undefined): string {
  const millis = Date.parse(covered ?? '')
  return Number.isNaN(millis) ? to : new Date(Math.min(millis, Date.parse(to))).toISOString()
}

/** Seconds are ignored by Salesforce, so that a window begins with its first minute whole. */
const minute = (moment: string): string => `${moment.slice(0, 16)}:00+00:00`
