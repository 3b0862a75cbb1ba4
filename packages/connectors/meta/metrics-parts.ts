import type { Account } from '@throughline/connector-kit'
import { ProviderChanged, RetryLater } from '@throughline/connector-kit'
import { noMarks, together } from './day-marks.ts'
import type { MetaCtx } from './graph.ts'
import type { Figures } from './insight-query.ts'
import { addTo, countRow } from './insight-row.ts'
import type { MetricsRun, Part } from './metrics-cursor.ts'
import type { MetricsPage, Running } from './metrics.ts'
import { createNamer } from './names.ts'
import { askForReport, lookAt, rowsOf, waitLonger, type ReportState, type RowsState } from './report.ts'
import { split } from './split.ts'
import { addDays, daysBetween } from './times.ts'

/** Reports that are made at the same time, at most: Meta takes about ten per account, and other streams want some. */
const atOnce = 3
const usualLimit = 500
const smallestLimit = 25
/** A report that comes to nothing this often is made of less. */
const failsAllowed = 2
/** The restated stretch in one report. */
export const longestDays = 30
/** More series than this are not remembered one by one: their vanished rows show in the daily sums alone. */
const mostTracked = 5_000

type Page = MetricsPage & { next: Running }

/** Reads an account's days, report by report. Whatever a report costs is saved at once: asked for, ready, each page of it. */
export async function* readParts(
  ctx: MetaCtx,
  figures: Figures,
  account: Account,
  from: Running,
): AsyncGenerator<Page> {
  const namesIn = createNamer(figures)
  let run = from.run
  /** Goes on from here; what is yielded is saved. */
  const at = (next: MetricsRun): Running => {
    run = next
    return { ...from, run }
  }
  for (;;) {
    run = filled(run)
    const [head] = run.parts
    if (!head) return
    const unasked = run.parts.slice(0, atOnce).findIndex((part) => !part.report && isDue(ctx, part.notBefore))
    const part = run.parts[unasked]
    if (part) {
      const report = await askForReport(ctx, figures, account.id, part)
      yield { rows: [], next: at(replaced(run, unasked, [{ ...part, report }])) }
      continue
    }
    if (!head.report) throw notYet(head.notBefore)
    if (!head.report.ready) {
      if (!isDue(ctx, head.report.notBefore)) throw notYet(head.report.notBefore)
      const state = await lookAt(ctx, head.report)
      yield { rows: [], ...(await looked(state, head)) }
      continue
    }
    const got = await rowsOf(ctx, head.report, head)
    if (got.state !== 'rows') {
      yield { rows: [], ...(await unread(got, head)) }
      continue
    }
    const { rows, after } = got.page
    const seen = head.seen ?? noMarks(run.seen.from)
    const sums = { ...head.sums }
    for (const row of rows) countRow(row, figures, account, { seen, sums })
    const read = tracking({ ...head, ...(after === undefined ? {} : { after }), seen, sums }, run)
    const next = after === undefined ? finished(read.run, read.part) : replaced(read.run, 0, [read.part])
    yield { rows: addTo(rows, account, run.until), ...namesIn(rows), next: at(next) }
  }

  async function looked(state: ReportState, head: Part): Promise<{ next: Running; rows?: unknown[] }> {
    if ('report' in state) return { next: at(replaced(run, 0, [{ ...head, report: state.report }])) }
    return state.state === 'smaller' ? smaller(head) : again(head)
  }

  async function unread(
    got: Exclude<RowsState, { page: unknown }>,
    head: Part,
  ): Promise<{ next: Running; rows?: unknown[] }> {
    const fresh = fromTheStart(head)
    if (got.state === 'early' && head.report)
      return { next: at(replaced(run, 0, [{ ...fresh, report: waitLonger(ctx, head.report) }])) }
    if (got.state === 'again') return again(head)
    const limit = got.state === 'fewer' ? Math.floor(head.limit / 2) : head.limit
    return limit < smallestLimit ? smaller(head) : { next: at(replaced(run, 0, [{ ...fresh, limit }])) }
  }

  /** Makes the report anew, a little later each time; then of less. */
  async function again(head: Part): Promise<{ next: Running; rows?: unknown[] }> {
    const fails = head.fails + 1
    if (fails > failsAllowed) return smaller(head)
    const { report: _report, ...rest } = fromTheStart(head)
    const notBefore = new Date(ctx.now().getTime() + (fails - 1) * 60_000).toISOString()
    return { next: at(replaced(run, 0, [{ ...rest, fails, notBefore }])) }
  }

  async function smaller(head: Part): Promise<{ next: Running; rows?: unknown[] }> {
    const parts = await split(ctx, account.id, head)
    const days = Math.max(1, Math.ceil((daysBetween(head.since, head.until) + 1) / 2))
    if (parts) return { next: at({ ...replaced(run, 0, parts), days }) }
    const [ad_id] = head.objects?.ids ?? []
    if (ad_id === undefined) throw new ProviderChanged('a report of one day of one ad cannot be made')
    // Not a row that can be read: it is set aside, where a person sees which ad and which day are missing.
    const row = { ad_id, date_start: head.since, problem: 'Meta cannot make a report of this ad and day' }
    return { next: at(replaced(run, 0, [])), rows: [row] }
  }
}

/** Enough parts to have some made while one is read. */
function filled(run: MetricsRun): MetricsRun {
  const parts = [...run.parts]
  let { next } = run
  while (parts.length < atOnce && next <= run.until) {
    const far = addDays(next, run.days - 1)
    const until = far < run.until ? far : run.until
    parts.push({ since: next, until, fails: 0, limit: usualLimit })
    next = addDays(until, 1)
  }
  return { ...run, parts, next }
}

const replaced = (run: MetricsRun, index: number, parts: readonly Part[]): MetricsRun => ({
  ...run,
  parts: run.parts.toSpliced(index, 1, ...parts),
})

/** The run once the part at its head is read: what it saw and came to is kept, and a stretch that went well may be longer. */
function finished(run: MetricsRun, part: Part): MetricsRun {
  const sums = { ...run.sums }
  for (const [day, minor] of Object.entries(part.sums ?? {}))
    if (day >= run.seen.from) sums[day] = (sums[day] ?? 0) + minor
  const days = Math.min(longestDays, run.days * 2)
  return { ...replaced(run, 0, []), seen: together([run.seen, part.seen], run.seen.from), sums, days }
}

/** Stops remembering where there is too much to remember: a cursor is small. */
function tracking(part: Part, run: MetricsRun): { part: Part; run: MetricsRun } {
  const none = noMarks(run.seen.from)
  if (run.tracked && Object.keys(part.seen?.series ?? {}).length <= mostTracked) return { part, run }
  return { part: { ...part, seen: none }, run: { ...run, tracked: false, seen: none } }
}

function fromTheStart(part: Part): Part {
  const { after: _after, seen: _seen, sums: _sums, ...rest } = part
  return rest
}

const isDue = (ctx: MetaCtx, moment: string | undefined): boolean =>
  moment === undefined || Date.parse(moment) <= ctx.now().getTime()

const notYet = (moment: string | undefined): RetryLater =>
  new RetryLater('the report is not ready', {
    at: new Date(moment ?? 0),
    say: 'Meta is preparing the report; reading goes on by itself.',
  })
