import { gunzip } from 'node:zlib'
import { promisify } from 'node:util'
import { readBody } from '../http/read-body.ts'
import { problemResponse } from '../http/problem.ts'

/** What a request of events may hold. */
export const mostEvents = 1_000
const longestSent = 5 * 1024 * 1024
const longestPlain = 10 * 1024 * 1024

const inflate = promisify(gunzip)
const lines = new Set(['application/x-ndjson', 'application/ndjson', 'application/jsonl'])
const json = new Set(['application/json', 'text/plain', ''])

/** Events as a request brought them: unread lines are texts, which are no events. */
export interface ReadEvents {
  items: unknown[]
  sentAt: string | undefined
  /** After decompression. */
  raw: Uint8Array
}

/** Reads the body of a request of events, or answers why it cannot be read. */
export async function readEvents(request: Request): Promise<ReadEvents | Response> {
  const type = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  if (!json.has(type) && !lines.has(type))
    return problem(415, 'Send application/json or application/x-ndjson.', {
      accept: 'application/json, application/x-ndjson',
    })
  const encoding = request.headers.get('content-encoding')?.trim().toLowerCase() ?? 'identity'
  if (encoding !== 'gzip' && encoding !== 'identity')
    return problem(415, 'Compressed by gzip, or not at all.', { 'accept-encoding': 'gzip' })
  const sent = await readBody(request, longestSent + 1)
  if (sent.length > longestSent) return problem(413, 'At most 5 MiB as sent.', { connection: 'close' })
  const raw = encoding === 'gzip' ? await unzipped(sent) : sent
  if (raw instanceof Response) return raw
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(raw)
  } catch {
    return problem(400, 'The body is not UTF-8.')
  }
  const read = lines.has(type) ? fromLines(text) : fromJson(text)
  if (!read) return problem(400, 'The body is not JSON.')
  if (read.items.length === 0) return problem(400, 'The body holds no events.')
  if (read.items.length > mostEvents) return problem(413, `At most ${mostEvents} events at once.`)
  return { ...read, raw }
}

async function unzipped(sent: Uint8Array): Promise<Uint8Array | Response> {
  try {
    return await inflate(sent, { maxOutputLength: longestPlain })
  } catch (error) {
    return (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE'
      ? problem(413, 'At most 10 MiB after decompression.')
      : problem(400, 'The body is not gzip, or not all of it.')
  }
}

/** One event, a list of them, or `{ sent_at, events }`. */
function fromJson(text: string): Omit<ReadEvents, 'raw'> | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  if (Array.isArray(value)) return { items: value, sentAt: undefined }
  if (typeof value !== 'object' || value === null) return { items: [value], sentAt: undefined }
  const { sent_at: sentAt, ...rest } = value as Record<string, unknown>
  const items = Array.isArray(rest['events']) ? rest['events'] : [rest]
  return { items, sentAt: typeof sentAt === 'string' ? sentAt : undefined }
}

/** An event a line. A line that is no JSON is refused alone. */
function fromLines(text: string): Omit<ReadEvents, 'raw'> {
  const items = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line): unknown => {
      try {
        return JSON.parse(line)
      } catch {
        return line
      }
    })
  return { items, sentAt: undefined }
}

const problem = (status: 400 | 413 | 415, detail: string, headers?: Record<string, string>): Response =>
  problemResponse(
    { title: { 400: 'Cannot be read', 413: 'Too large', 415: 'Not in this form' }[status], status, detail },
    headers,
  )
