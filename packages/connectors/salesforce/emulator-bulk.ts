import { json, refusalOf, refuse } from './emulator-answers.ts'
import { csvHeader, csvLine } from './emulator-print.ts'
import type { Soql } from './emulator-soql-parse.ts'
import { runSoql } from './emulator-soql-run.ts'
import type { View } from './emulator-view.ts'
import type { SRecord } from './emulator-table.ts'

interface Job {
  id: string
  object: string
  operation: string
  soql: Soql
  records: SRecord[]
  pollsLeft: number
  outcome: BulkKnobs['outcome']
  createdAt: number
}

/** What can be set of bulk queries. */
export interface BulkKnobs {
  available: boolean
  outcome: 'complete' | 'failed' | 'aborted' | 'never'
  /** Questions about its state before a job is complete. */
  polls: number
  /** Rows in a page of results, whatever was asked for. */
  pageRows: number
  /** Whether every page has a header of its own. */
  headers: 'every' | 'first'
  /** Headers of results that a proxy takes away. */
  without: readonly ('sforce-locator' | 'sforce-numberofrecords')[]
  /** Ends the pages after this one, without a word. */
  stopsAfter: number
}

const resultsLiveMs = 7 * 86_400_000
/** What a bulk query may not hold. */
const notHere = /\bGROUP BY\b|\bOFFSET\b|\bTYPEOF\b|\bCOUNT\s*\(|\(\s*SELECT\b/i

/** `/jobs/query`: jobs that take their time, and results in pages of CSV. */
export function createBulkApi(options: { view: View; knobs: BulkKnobs; now: () => Date; hurry: () => boolean }) {
  const { view, knobs, now } = options
  const jobs = new Map<string, Job>()

  function create(body: { operation?: string; query?: string }): Response {
    if (!knobs.available)
      return refuse(403, 'FUNCTIONALITY_NOT_ENABLED', 'Functionality is not enabled for this organization')
    const { operation = '', query = '' } = body
    if (!['query', 'queryAll'].includes(operation)) return refuse(400, 'INVALIDJOB', 'operation is not valid')
    if (notHere.test(query)) return refuse(400, 'API_ERROR', 'Bulk queries do not support this')
    try {
      const found = runSoql(view, query, { all: operation === 'queryAll' })
      if (found.kind !== 'records') return refuse(400, 'API_ERROR', 'Aggregate queries are not supported')
      const id = `7505e${String(jobs.size + 1).padStart(10, '0')}AAA`
      const { soql, records } = found
      const pollsLeft = options.hurry() ? 0 : knobs.polls
      const job: Job = {
        id,
        object: soql.from,
        operation,
        soql,
        records,
        pollsLeft,
        outcome: knobs.outcome,
        createdAt: now().getTime(),
      }
      jobs.set(id, job)
      return json(200, info(job, 'UploadComplete'))
    } catch (error) {
      return refusalOf(error)
    }
  }

  const info = ({ id, object, operation, createdAt, records }: Job, state: string) => ({
    ...{
      id,
      operation,
      object,
      state,
      concurrencyMode: 'Parallel',
      contentType: 'CSV',
      apiVersion: 62.0,
      lineEnding: 'LF',
    },
    columnDelimiter: 'COMMA',
    createdDate: new Date(createdAt).toISOString().replace('Z', '+0000'),
    systemModstamp: now().toISOString().replace('Z', '+0000'),
    // A failed job may say why, and may not.
    ...(state === 'JobComplete' ? { numberRecordsProcessed: records.length, retries: 0 } : {}),
  })

  function state(job: Job): Response {
    if (job.outcome === 'never') return json(200, info(job, 'InProgress'))
    if (job.pollsLeft > 0) {
      job.pollsLeft -= 1
      return json(200, info(job, 'InProgress'))
    }
    return json(
      200,
      info(job, job.outcome === 'failed' ? 'Failed' : job.outcome === 'aborted' ? 'Aborted' : 'JobComplete'),
    )
  }

  function results(job: Job, url: URL): Response {
    if (job.pollsLeft > 0 || job.outcome !== 'complete')
      return refuse(400, 'INVALIDJOBSTATE', 'The job is not complete')
    const from = Number(Buffer.from(url.searchParams.get('locator') ?? '', 'base64').toString() || 0)
    const rows = Math.min(Number(url.searchParams.get('maxRecords') ?? 50_000), knobs.pageRows)
    const page = job.records.slice(from, from + rows)
    const next = from + page.length
    const over = next >= job.records.length || next / rows > knobs.stopsAfter
    const headers: Record<string, string> = {
      'content-type': 'text/csv',
      'sforce-numberofrecords': String(page.length),
      // The word itself.
      'sforce-locator': over ? 'null' : Buffer.from(String(next)).toString('base64'),
    }
    for (const name of knobs.without) delete headers[name]
    const header = from === 0 || knobs.headers === 'every' ? csvHeader(job.soql) : ''
    const text = header + page.map((record) => csvLine(view, job.soql, record)).join('')
    return new Response(text, { headers })
  }

  return {
    async answer(request: Request, url: URL): Promise<Response> {
      const [, id, part] = /\/jobs\/query(?:\/(\w+))?(?:\/(\w+))?$/.exec(url.pathname) ?? []
      if (id === undefined)
        return request.method === 'POST'
          ? create((await request.json()) as { operation?: string; query?: string })
          : refuse(405, 'METHOD_NOT_ALLOWED', 'HTTP method not allowed')
      const job = jobs.get(id)
      if (!job || now().getTime() - job.createdAt > resultsLiveMs)
        return refuse(404, 'NOT_FOUND', 'The requested resource does not exist')
      return part === 'results' ? results(job, url) : state(job)
    },
    /** Forgets every job. */
    forget: () => jobs.clear(),
  }
}
