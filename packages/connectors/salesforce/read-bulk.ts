import {
  MalformedRow,
  ProviderChanged,
  readCsvText,
  RetryLater,
  TruncatedCsv,
  type CsvText,
  type Ctx,
} from '@throughline/connector-kit'
import { z } from 'zod'
import type { Cursor, Job, Run } from './cursor.ts'
import { refusedFor } from './errors.ts'
import { fromCsv } from './normal-form.ts'
import { paths } from './paths.ts'
import { endOfRows, type Going, type Page } from './read-object.ts'
import type { Config } from './schema.ts'
import { all, since } from './soql.ts'

const JobState = z.looseObject({
  id: z.string().min(1),
  state: z.string(),
  numberRecordsProcessed: z.number().nullish(),
})

/** Rows of one results page, each one call; and of one saved page. */
const resultsAtOnce = 4_000
const rowsAtOnce = 500
/** Seconds between two questions about a job; the last one repeats. */
const pollSeconds = [2, 5, 10, 20, 30, 60]
const longestMs = 6 * 3_600_000
const failuresAllowed = 2
const soonMs = 60_000
/** What REST can read and a bulk query cannot. */
const notInBulk = [
  ...['INVALIDENTITY', 'INVALIDJOB', 'INVALID_JOB', 'API_ERROR', 'FEATURENOTENABLED', 'FUNCTIONALITY_NOT_ENABLED'],
  ...['EXCEEDED_QUOTA', 'EXCEEDEDQUOTA', 'INSUFFICIENT_ACCESS', 'NOT_FOUND', 'INVALIDBATCH'],
]

/** The results page at hand, so that its pieces are not asked for one by one. Nothing depends on it. */
export interface Held {
  name?: string
  page?: CsvText & { locator: string }
}

/** One step of a bulk query: asking for it, waiting for it, or a page of its results. Any failure ends in reading by REST. */
export async function bulkPage(going: Going, held: Held): Promise<Page> {
  const { job } = going.run
  try {
    if (!job) return withJob(going, await ask(going))
    waitUntil(going.ctx, job)
    return await (job.of === undefined ? poll(going, job) : results(going, job, held))
  } catch (error) {
    if (refusedFor(error, ...notInBulk)) return job ? anew(going) : byRest(going)
    throw error
  }
}

async function ask({ ctx, type, fields, run }: Going): Promise<Job> {
  const names = fields.map(({ name }) => name).join(', ')
  // Without an order: with one, Salesforce does not cut the query into pieces.
  const query = `SELECT ${names} FROM ${type.name} WHERE ${all(since(run.since), type.where)}`
  const answer = await ctx.http.post(paths.jobs, {
    bucket: 'api',
    json: { operation: 'queryAll', query, columnDelimiter: 'COMMA', lineEnding: 'LF' },
  })
  const askedAt = ctx.now().toISOString()
  return { id: answer.json(JobState).id, askedAt, polls: 0, notBefore: askedAt, skip: 0, read: 0 }
}

async function poll(going: Going, job: Job): Promise<Page> {
  const { ctx } = going
  const { state, numberRecordsProcessed } = (await ctx.http.get(paths.job(job.id), { bucket: 'api' })).json(JobState)
  if (state === 'JobComplete') return withJob(going, { ...job, of: numberRecordsProcessed ?? going.run.total })
  // A failed job may not say why.
  const isOver = state === 'Failed' || state === 'Aborted' || ctx.now().getTime() - Date.parse(job.askedAt) > longestMs
  if (isOver) return anew(going)
  const seconds = pollSeconds[Math.min(job.polls, pollSeconds.length - 1)] ?? 60
  const notBefore = new Date(ctx.now().getTime() + seconds * 1_000).toISOString()
  return withJob(going, { ...job, polls: job.polls + 1, notBefore })
}

/** A page of results, a piece of it at a time. */
async function results(going: Going, job: Job, held: Held): Promise<Page> {
  const { ctx, type, org, cursor, fields, run } = going
  const name = `${job.id} ${job.locator ?? ''}`
  const page = held.name === name && held.page ? held.page : await resultsPage(ctx, job)
  Object.assign(held, { name, page })
  const lines = page.rows.slice(job.skip, job.skip + rowsAtOnce)
  const rows = lines.map((line) => (line instanceof MalformedRow ? line : fromCsv(org, fields, line)))
  const skip = job.skip + lines.length
  const after: Job = { ...job, columns: page.columns, skip, read: job.read + lines.length }
  const counted: Run = { ...run, done: run.done + lines.length }
  if (skip < page.rows.length) return { rows, next: { ...cursor, run: { ...counted, job: after } } }
  if (page.locator !== '')
    return { rows, next: { ...cursor, run: { ...counted, job: { ...after, locator: page.locator, skip: 0 } } } }
  // A proxy that takes the locator away makes any page the last one.
  if (job.of !== undefined && after.read < job.of) return { ...anew({ cursor, run: counted }), rows }
  return { ...endOfRows(type, cursor, counted, ctx.now()), rows }
}

/** After the last page comes the locator `null`, a blank one or none at all. */
async function resultsPage(ctx: Ctx<Config>, job: Job): Promise<CsvText & { locator: string }> {
  const answer = await ctx.http.get(paths.results(job.id), {
    bucket: 'api',
    query: { maxRecords: String(resultsAtOnce), ...(job.locator === undefined ? {} : { locator: job.locator }) },
    headers: { accept: 'text/csv' },
    timeoutMs: 300_000,
  })
  if (/html/i.test(answer.headers.get('content-type') ?? '')) throw noCsv()
  const page = read(answer.text, job.columns)
  const told = Number(answer.headers.get('sforce-numberofrecords') ?? NaN)
  if (!page || (!Number.isNaN(told) && told !== page.rows.length)) throw cutShort(ctx)
  if (answer.text !== '' && !page.columns.includes('Id')) throw noCsv()
  const locator = answer.headers.get('sforce-locator') ?? ''
  return { ...page, locator: locator === 'null' ? '' : locator }
}

/** Undefined where it was cut short: a page ends with a line end. */
function read(text: string, columns: readonly string[] | undefined): CsvText | undefined {
  try {
    const page = readCsvText(text, columns ? { columns } : {})
    return page.ended || text === '' ? page : undefined
  } catch (error) {
    if (error instanceof TruncatedCsv) return undefined
    throw error
  }
}

/** The job came to nothing: another one, and after that by REST, which is slower and always there. */
function anew({ cursor, run }: Pick<Going, 'cursor' | 'run'>): Page {
  const { job: _job, ...rest } = run
  const failures = (run.failures ?? 0) + 1
  const phase = failures >= failuresAllowed ? 'rest' : 'bulk'
  return { rows: [], next: { ...cursor, run: { ...rest, phase, failures, done: 0 } } }
}

const byRest = ({ cursor, run }: Going): Page => ({ rows: [], next: { ...cursor, run: { ...run, phase: 'rest' } } })

const withJob = ({ cursor, run }: { cursor: Cursor; run: Run }, job: Job): Page => ({
  rows: [],
  next: { ...cursor, run: { ...run, job } },
})

function waitUntil(ctx: Ctx<Config>, { notBefore }: Job): void {
  if (Date.parse(notBefore) <= ctx.now().getTime()) return
  throw new RetryLater('the bulk query is not ready', {
    at: new Date(notBefore),
    say: 'Salesforce is preparing the data; reading goes on by itself.',
  })
}

const cutShort = (ctx: Ctx<Config>) =>
  new RetryLater('a page of a bulk query was cut short', { at: new Date(ctx.now().getTime() + soonMs) })

const noCsv = () => new ProviderChanged('the results of a bulk query are no CSV that we know')
