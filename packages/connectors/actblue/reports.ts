import {
  countCsvRecords,
  LinkExpired,
  ProviderChanged,
  readCsv,
  readCsvHeader,
  RetryLater,
  TruncatedCsv,
  type Ctx,
  type ReadPage,
  type Spool,
} from '@throughline/connector-kit'
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Cursor, Report } from './cursor.ts'
import type { Config } from './schema.ts'
import { addDays, daysBetween, easternDay } from './times.ts'
import { nextWindow } from './windows.ts'

export type CsvType =
  'paid_contributions' | 'refunded_contributions' | 'managed_form_contributions' | 'cancelled_recurring_contributions'

/** Seconds between two questions about a report; the last one repeats. */
const pollSeconds = [2, 4, 8, 16, 30]
/** After this long a report is asked for rarely; after the second time it is given up and a new one asked for. */
const patienceMs = 30 * 60_000
const rarelyMs = 10 * 60_000
const longestMs = 6 * 3_600_000
const failuresAllowed = 3
const bucket = 'reports'

const Requested = z.object({ id: z.string().min(1) })
const State = z.object({ status: z.string(), download_url: z.string().nullish() })

/**
 * Reads one kind of report window by window, from the cursor's day to tomorrow (the end is exclusive, so today needs
 * tomorrow). Progress is saved after each step: a report asked for, each page read, a window done.
 */
export async function* readReports(
  ctx: Ctx<Config>,
  csvType: CsvType,
  required: readonly string[],
  from: Cursor,
): AsyncGenerator<ReadPage<Cursor>> {
  const run = from.run ?? { from: from.since, until: addDays(easternDay(ctx.now()), 1) }
  let cursor: Cursor = { ...from, run }
  while (cursor.since < run.until) {
    waitUntil(ctx, cursor.notBefore)
    let report = cursor.report
    if (!report) {
      report = await requestReport(ctx, csvType, nextWindow(cursor.since, run.until))
      cursor = { ...cursor, report }
      yield { rows: [], next: cursor }
    }
    const got = await fetchReport(ctx, report, required)
    if (got.state === 'waiting') {
      cursor = { ...cursor, report: got.report }
      yield { rows: [], next: cursor }
      waitUntil(ctx, got.report.notBefore)
    } else if (got.state === 'lost') {
      cursor = startAgain(ctx, cursor)
      yield { rows: [], next: cursor }
    } else {
      const { spool, columns } = got
      const sameFile = report.bytes === spool.bytes
      let read: Report = { ...report, bytes: spool.bytes, byte: sameFile ? report.byte : 0 }
      for await (const page of readCsv(spool.path, { columns, from: read.byte })) {
        read = { ...read, byte: page.next }
        cursor = { ...cursor, report: read }
        yield { rows: page.rows, next: cursor, progress: progressOf(run, report, page.next / spool.bytes) }
      }
      cursor = { since: report.end, run }
      if (report.end >= run.until) delete cursor.run
      // Before the page that says so: a run that stops there would never come back to it.
      await spool.discard()
      yield { rows: [], next: cursor, progress: progressOf(run, report, 1) }
    }
  }
}

async function requestReport(ctx: Ctx<Config>, csvType: CsvType, window: { start: string; end: string }) {
  const answer = await ctx.http.post('/csvs', {
    bucket,
    json: { csv_type: csvType, date_range_start: window.start, date_range_end: window.end },
  })
  const askedAt = ctx.now().toISOString()
  return { id: answer.json(Requested).id, ...window, askedAt, polls: 0, notBefore: askedAt, byte: 0 } satisfies Report
}

type Fetched =
  | { state: 'ready'; spool: Spool; columns: string[] }
  | { state: 'waiting'; report: Report }
  /** Unknown by now, failed, or not whole: a new one is needed. */
  | { state: 'lost' }

async function fetchReport(ctx: Ctx<Config>, report: Report, required: readonly string[]): Promise<Fetched> {
  const spooled = await ctx.http.spooled(report.id)
  if (spooled) return { state: 'ready', spool: spooled, columns: await readCsvHeader(spooled.path, required) }
  waitUntil(ctx, report.notBefore)
  const answer = await ctx.http.get(`/csvs/${encodeURIComponent(report.id)}`, { bucket, accept: [404] })
  if (answer.status === 404) return { state: 'lost' }
  const { status, download_url: link } = answer.json(State)
  if (!link) return status === 'in_progress' ? waitLonger(ctx, report) : { state: 'lost' }
  if (digest(link) === report.staleLink) return { state: 'lost' }
  try {
    return await spool(ctx, report, link, required)
  } catch (error) {
    if (!(error instanceof LinkExpired)) throw error
    const notBefore = ctx.now().toISOString()
    return { state: 'waiting', report: { ...report, staleLink: digest(link), notBefore } }
  }
}

/** Downloads the whole file and reads it through once, so that a cut one is found before any of its rows is kept. */
async function spool(ctx: Ctx<Config>, report: Report, link: string, required: readonly string[]): Promise<Fetched> {
  const spool = await ctx.http.download(link, { name: report.id })
  try {
    if (spool.bytes === 0) throw new TruncatedCsv()
    const columns = await readCsvHeader(spool.path, required)
    await countCsvRecords(spool.path, columns)
    return { state: 'ready', spool, columns }
  } catch (error) {
    await spool.discard()
    if (error instanceof TruncatedCsv) return { state: 'lost' }
    throw error
  }
}

function waitLonger(ctx: Ctx<Config>, report: Report): Fetched {
  const waitedMs = ctx.now().getTime() - Date.parse(report.askedAt)
  if (waitedMs > longestMs) return { state: 'lost' }
  const seconds = pollSeconds[Math.min(report.polls, pollSeconds.length - 1)] ?? 30
  const pauseMs = waitedMs > patienceMs ? rarelyMs : seconds * 1_000
  const notBefore = new Date(ctx.now().getTime() + pauseMs).toISOString()
  return { state: 'waiting', report: { ...report, polls: report.polls + 1, notBefore } }
}

/** Forgets the report and asks for a new one, a few times and ever later; then it is for us to look. */
function startAgain(ctx: Ctx<Config>, cursor: Cursor): Cursor {
  const { report: _lost, ...rest } = cursor
  const failures = (cursor.failures ?? 0) + 1
  if (failures > failuresAllowed)
    throw new ProviderChanged(`reports from ${cursor.since} keep failing`, {
      say: 'ActBlue could not make this report. We try again at the next run.',
    })
  const pauseMs = failures === 1 ? 0 : 60_000 * 2 ** failures
  return { ...rest, failures, notBefore: new Date(ctx.now().getTime() + pauseMs).toISOString() }
}

function waitUntil(ctx: Ctx<Config>, moment: string | undefined): void {
  if (moment === undefined || Date.parse(moment) <= ctx.now().getTime()) return
  throw new RetryLater('the report is not ready', {
    at: new Date(moment),
    say: 'ActBlue is preparing the report; reading goes on by itself.',
  })
}

function progressOf(run: { from: string; until: string }, report: Report, share: number) {
  const before = daysBetween(run.from, report.start)
  const days = daysBetween(report.start, report.end)
  return { done: Math.round((before + days * share) * 100) / 100, of: daysBetween(run.from, run.until) }
}

/** A link is a bearer secret; only its digest is kept. */
const digest = (link: string): string => createHash('sha256').update(link).digest('hex')
