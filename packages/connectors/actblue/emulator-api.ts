import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { EmulatedEntity, EmulatedLedger, EmulatedLine, EmulatedOrder } from './emulator-ledger.ts'
import {
  cancellationRecord,
  columnsOf,
  contributionRecord,
  csvHeader,
  csvLine,
  reportRows,
  type CsvRecord,
  type CsvStyle,
} from './emulator-report.ts'
import type { CsvType } from './reports.ts'

const linkLivesMs = 10 * 60_000
const limitWindowMs = 60_000
const limitRequests = 10
/** Reports up to this many rows are sent with their length; longer ones are streamed. */
const wholeUpTo = 2_000

const CsvRequest = z.object({
  csv_type: z.enum([
    'paid_contributions',
    'refunded_contributions',
    'managed_form_contributions',
    'cancelled_recurring_contributions',
  ]),
  date_range_start: z.iso.date(),
  date_range_end: z.iso.date(),
})

interface MadeReport {
  type: CsvType
  rows: (EmulatedLine | EmulatedOrder)[]
  /** Questions that are still answered "in progress". */
  pollsLeft: number
  linkMadeAt: number
  links: number
}

export interface ReportApiOptions {
  ledger: EmulatedLedger
  now: () => Date
  random: () => number
  storeUrl: () => string
  credentials: () => { user: string; password: string }
  entities: () => readonly EmulatedEntity[]
  own: () => readonly number[]
  style: () => CsvStyle
  limits: () => 'on' | 'off'
  refundsBy: () => 'refund' | 'contribution'
  /** Whether an expired link is replaced by a new one; ActBlue may give the same again. */
  relinks: () => boolean
}

/** ActBlue's report API and its object store, over the ledger. */
export function createReportApi(options: ReportApiOptions): (request: Request) => Promise<Response> {
  const reports = new Map<string, MadeReport>()
  let asked: number[] = []
  let refusals = 0
  const now = () => options.now().getTime()

  function tooMany(): Response | undefined {
    if (options.limits() === 'off') return undefined
    asked = asked.filter((time) => time > now() - limitWindowMs)
    if (asked.length < limitRequests) {
      asked.push(now())
      return undefined
    }
    refusals += 1
    const wait = Math.ceil(((asked[0] ?? 0) + limitWindowMs - now()) / 1_000)
    return json(429, { error: 'Too many requests' }, refusals % 2 === 1 ? { 'retry-after': String(wait) } : {})
  }

  async function create(request: Request): Promise<Response> {
    const parsed = CsvRequest.safeParse(await request.json().catch(() => undefined))
    if (!parsed.success) return json(422, { error: 'Invalid csv_type or date range' })
    const { csv_type: type, date_range_start: start, date_range_end: end } = parsed.data
    const latest = Temporal.PlainDate.from(start).add({ months: 6 }).toString()
    if (start >= end || end > latest) return json(422, { error: 'Invalid date range' })
    const rows = [
      ...reportRows(options.ledger, {
        ...{ type, start, end, now: options.now() },
        ...{ entities: options.entities(), own: options.own(), refundsBy: options.refundsBy() },
      }),
    ]
    const pollsLeft = options.limits() === 'off' ? 0 : 1 + Math.floor(options.random() * 3)
    const id = uuid(options.random, reports.size)
    reports.set(id, { type, rows, pollsLeft, linkMadeAt: 0, links: 0 })
    return json(202, { id })
  }

  function state(id: string): Response {
    const report = reports.get(id)
    if (!report) return json(404, { error: 'CSV request not found' })
    if (report.pollsLeft > 0) {
      report.pollsLeft -= 1
      return json(200, { id, status: 'in_progress', download_url: null })
    }
    const expired = now() - report.linkMadeAt > linkLivesMs
    if (report.links === 0 || (expired && options.relinks())) {
      report.links += 1
      report.linkMadeAt = now()
    }
    return json(200, { id, status: 'complete', download_url: linkOf(id, report) })
  }

  const linkOf = (id: string, { links }: MadeReport): string =>
    `${options.storeUrl()}/store/${id}.csv?X-Signature=${signature(id, links)}&X-Expires=600`

  function download(id: string, url: URL, request: Request): Response {
    const report = reports.get(id)
    const signed = report && url.searchParams.get('X-Signature') === signature(id, report.links)
    if (request.headers.has('authorization')) return xml(400, 'InvalidArgument')
    if (!report || !signed || now() - report.linkMadeAt > linkLivesMs) return xml(403, 'AccessDenied')
    const headers = { 'content-type': 'text/csv' }
    if (report.rows.length > wholeUpTo) return new Response(stream(text(report)), { headers })
    const whole = Buffer.from([...text(report)].join(''))
    return new Response(whole, { headers: { ...headers, 'content-length': String(whole.length) } })
  }

  function* text(report: MadeReport): Generator<string, void> {
    const columns = columnsOf(report.type, options.style())
    yield csvHeader(columns, options.style().bom)
    for (const row of report.rows) yield csvLine(columns, toRecord(row))
  }

  function toRecord(row: EmulatedLine | EmulatedOrder): CsvRecord {
    if ('lineitemId' in row) return contributionRecord(row, options.entities())
    return cancellationRecord(row, options.ledger.linesOf(row.orderNumber), options.entities())
  }

  function allowed(request: Request): boolean {
    const { user, password } = options.credentials()
    const expected = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
    return request.headers.get('authorization') === expected
  }

  return async (request) => {
    const url = new URL(request.url)
    const [, stored] = /\/store\/([^/]+)\.csv$/.exec(url.pathname) ?? []
    if (stored !== undefined) return download(stored, url, request)
    const [api, id] = /\/csvs(?:\/([^/]+))?$/.exec(url.pathname) ?? []
    if (api === undefined) return json(404, { error: 'Not found' })
    if (!allowed(request)) return json(401, { error: 'HTTP Basic: Access denied.' })
    const limited = tooMany()
    if (limited) return limited
    if (id === undefined)
      return request.method === 'POST' ? create(request) : json(405, { error: 'Method not allowed' })
    return state(id)
  }
}

function json(status: number, body: object, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } })
}

function xml(status: number, code: string): Response {
  const body = `<?xml version="1.0"?><Error><Code>${code}</Code></Error>`
  return new Response(body, { status, headers: { 'content-type': 'application/xml' } })
}

/** Pieces of about 64 KiB, made as they are read, so that no long report is in memory whole. */
function stream(parts: Generator<string, void>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    pull(controller) {
      let piece = ''
      while (piece.length < 65_536) {
        const next = parts.next()
        if (next.done) {
          if (piece) controller.enqueue(Buffer.from(piece))
          return controller.close()
        }
        piece += next.value
      }
      controller.enqueue(Buffer.from(piece))
    },
  })
}

const signature = (id: string, link: number): string =>
  createHash('sha256').update(`${id}/${link}`).digest('hex').slice(0, 32)

/** A UUID (version 4) from the given randomness; the count keeps two apart whatever that gives. */
function uuid(random: () => number, count: number): string {
  const hex = (length: number) => Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join('')
  return `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(6)}${count.toString(16).padStart(6, '0')}`
}
