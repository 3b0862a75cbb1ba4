import { createHash } from 'node:crypto'
import type { JsonRow } from './emulator-rows.ts'

/** How exports behave; changed at any time. */
export interface ExportStyle {
  /** Where the link stands: in the job, in the first answer, or in `data.job`. */
  link: 'job' | 'answer' | 'nested'
  /** Questions that are still answered "pending". */
  polls: number
  outcome: 'file' | 'fails' | 'never'
  linkLivesMs: number
  /** Whether an expired link is replaced by a new one. */
  relinks: boolean
  /** So many times another export is in the way. */
  busy: number
  /** Headings as the fields are called, or as people speak. */
  headings: 'fields' | 'spoken'
  reordered: boolean
  bom: boolean
  /** Leaves out the column of this field. */
  without?: string
  /** The file ends inside its last record, with no length announced. */
  truncated: boolean
}

export const usualExports: ExportStyle = {
  link: 'job',
  polls: 1,
  outcome: 'file',
  linkLivesMs: 10 * 60_000,
  relinks: true,
  busy: 0,
  headings: 'spoken',
  reordered: false,
  bom: false,
  truncated: false,
}

const spoken: Record<string, string> = {
  id: 'Message ID',
  to_number: 'To',
  phone_number: 'Phone Number',
  status: 'Status',
  sent_at: 'Sent At',
  delivered_at: 'Delivered At',
  failed_at: 'Failed At',
  clicks: 'Clicks',
  last_click_at: 'Last Click At',
  click_url: 'Click URL',
  replied_at: 'Replied At',
  reply_text: 'Reply',
  opted_out_at: 'Opted Out At',
  text: 'Message',
  received_at: 'Received At',
  opted_out: 'Opted Out',
  broadcast_id: 'Broadcast ID',
}

interface Job {
  columns: string[]
  rows: () => Iterable<JsonRow>
  pollsLeft: number
  links: number
  linkMadeAt: number
}

export interface ExportApi {
  /** Starts a job; `rows` is read when the file is fetched, and gives the rows of the moment at which it was asked for. */
  start(columns: string[], rows: () => Iterable<JsonRow>): Response
  job(id: string): Response
  jobs(): Response
  file(name: string, url: URL, request: Request): Response
}

/** Jobs that make files, and the store that holds those. */
export function createExportApi(options: {
  now: () => number
  storeUrl: () => string
  style: () => ExportStyle
  quick: () => boolean
}): ExportApi {
  const { now, style } = options
  const jobs = new Map<string, Job>()
  let busyLeft: number | undefined

  const json = (status: number, data: unknown, code?: string): Response =>
    new Response(
      JSON.stringify({ data, errors: code === undefined ? [] : [{ code, title: code, description: 'synthetic' }] }),
      {
        status,
        headers: { 'content-type': 'application/json' },
      },
    )

  function linkOf(id: string, job: Job): string {
    const expired = now() - job.linkMadeAt > style().linkLivesMs
    if (job.links === 0 || (expired && style().relinks)) {
      job.links += 1
      job.linkMadeAt = now()
    }
    return `${options.storeUrl()}/files/${id}.csv?sig=${signature(id, job.links)}`
  }

  function told(id: string, job: Job): unknown {
    const { link, outcome } = style()
    if (job.pollsLeft > 0 || outcome === 'never') return shaped(id, { status: 'pending' }, link)
    if (outcome === 'fails') return shaped(id, { status: 'failed' }, link)
    const expires = new Date(job.linkMadeAt + style().linkLivesMs).toISOString()
    return shaped(id, { status: 'completed', url: linkOf(id, job), expires_at: expires }, link)
  }

  return {
    start(columns, rows) {
      busyLeft ??= style().busy
      if (busyLeft > 0) {
        busyLeft -= 1
        return json(409, null, 'export_in_progress')
      }
      const id = `jb_${String(jobs.size + 1).padStart(4, '0')}`
      const pollsLeft = options.quick() || style().link === 'answer' ? 0 : style().polls
      const job = { columns, rows, pollsLeft, links: 0, linkMadeAt: 0 }
      jobs.set(id, job)
      if (style().link === 'answer')
        return json(200, { url: linkOf(id, job), expires_at: new Date(now()).toISOString() })
      return json(200, shaped(id, { status: 'pending' }, style().link))
    },
    job(id) {
      const job = jobs.get(id)
      if (!job) return json(404, null, 'not_found')
      const answer = json(200, told(id, job))
      job.pollsLeft = Math.max(0, job.pollsLeft - 1)
      return answer
    },
    jobs: () => json(200, { page: [...jobs.keys()].map((id) => ({ id })), next_page: null }),
    file(name, url, request) {
      const id = name.replace(/\.csv$/, '')
      const job = jobs.get(id)
      if (request.headers.has('authorization')) return new Response('<Error/>', { status: 400 })
      const signed = job && url.searchParams.get('sig') === signature(id, job.links)
      if (!job || !signed || now() - job.linkMadeAt > style().linkLivesMs)
        return new Response('<Error/>', { status: 403 })
      return new Response(stream(text(job, style())), { headers: { 'content-type': 'text/csv' } })
    },
  }
}

function shaped(id: string, said: object, link: ExportStyle['link']): unknown {
  return link === 'nested' ? { job: { id, ...said } } : { id, ...said }
}

function* text(job: Job, { headings, reordered, bom, without, truncated }: ExportStyle): Generator<string, void> {
  const kept = job.columns.filter((name) => name !== without)
  const columns = reordered ? kept.reverse() : kept
  yield (
    (bom ? '\uFEFF' : '') +
    columns.map((name) => cell(headings === 'spoken' ? (spoken[name] ?? name) : name)).join(',') +
    '\r\n'
  )
  let held: string | undefined
  for (const row of job.rows()) {
    if (held !== undefined) yield held
    held = columns.map((name) => cell(row[name])).join(',') + '\r\n'
  }
  if (held !== undefined) yield truncated ? held.slice(0, Math.floor(held.length / 3)) : held
}

function cell(value: unknown): string {
  const text = typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Pieces of about 64 KiB, made as they are read, so that no long file is in memory whole. */
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
