import { createExportApi, type ExportStyle } from './emulator-exports.ts'
import type { EmulatedBroadcast, EmulatedLedger } from './emulator-ledger.ts'
import { createLimiter } from './emulator-limit.ts'
import { pageOf, type PageStyle } from './emulator-pages.ts'
import {
  broadcastRow,
  incomingRow,
  listRow,
  messageRow,
  phoneRow,
  type JsonRow,
  type RowStyle,
} from './emulator-rows.ts'

export interface ApiOptions {
  ledger: EmulatedLedger
  now: () => number
  storeUrl: () => string
  credentials: () => { user: string; password: string }
  organization: { id: string; name: string }
  state: () => ApiState
}

/** What can be changed of how the emulator answers. */
export interface ApiState {
  /** Off: no rate limit and exports ready at once, to load history. */
  limits: 'on' | 'off'
  /** Whether 429 says how long to wait. */
  retryAfter: boolean
  /** The key is good, and may read nothing. */
  access: 'ok' | 'forbidden'
  rowStyle: RowStyle
  pages: PageStyle
  exports: ExportStyle
  /** One object's answer: under `data`, under `data.<its name>`, or bare. */
  objects: 'data' | 'named' | 'bare'
  /** Broadcasts whose messages are listed as none. */
  unavailable: Set<string>
}

const messageColumns = [
  'id',
  'to_number',
  'status',
  'sent_at',
  'delivered_at',
  'failed_at',
  'clicks',
  'last_click_at',
  'click_url',
  'replied_at',
  'reply_text',
  'opted_out_at',
]
const inboxColumns = ['id', 'phone_number', 'text', 'received_at', 'opted_out', 'opted_out_at', 'broadcast_id']

/** Switchboard's API over the ledger. */
export function createApi(options: ApiOptions): (request: Request) => Promise<Response> {
  const { ledger, now, state } = options
  const limiter = createLimiter(now)
  const exports = createExportApi({
    now,
    storeUrl: options.storeUrl,
    style: () => state().exports,
    quick: () => state().limits === 'off',
  })

  function paged(url: URL, length: number, at: (index: number) => unknown): Response {
    const page = pageOf(url, { length, at, now: now(), style: state().pages })
    return page ? json(200, page) : json(400, null, 'invalid_cursor')
  }

  function object(name: string, found: JsonRow | undefined): Response {
    if (!found) return json(404, null, 'not_found')
    const { objects } = state()
    if (objects === 'bare') return new Response(JSON.stringify(found), { headers: jsonHeaders })
    return json(200, objects === 'named' ? { [name]: found } : found)
  }

  const listed = (id: string): EmulatedBroadcast | undefined => ledger.listed(now()).find((each) => each.id === id)

  function exportMessages(broadcast: EmulatedBroadcast): Response {
    const at = now()
    const style = state().rowStyle
    const messages = ledger.messagesOf(broadcast, at)
    const number = style.numberField
    const columns = messageColumns.map((name) => (name === 'to_number' ? number : name))
    return exports.start(columns, function* () {
      for (let place = 0; place < messages.length; place += 1) {
        const message = messages.at(place)
        if (message) yield messageRow(message, at, style)
      }
    })
  }

  function broadcasts(id: string | undefined, rest: string | undefined, method: string, url: URL): Response {
    const style = state().rowStyle
    const row = (broadcast: EmulatedBroadcast) => broadcastRow(ledger, broadcast, now(), style)
    if (id === undefined) {
      const all = ledger.listed(now())
      return paged(url, all.length, (index) => {
        const { message_text, ...others } = row(all[index] as EmulatedBroadcast)
        return style.textInList ? { ...others, message_text } : others
      })
    }
    const broadcast = listed(id)
    if (!broadcast) return json(404, null, 'not_found')
    if (rest === undefined) return object('broadcast', row(broadcast))
    if (rest === 'phone_messages') {
      if (state().unavailable.has(id)) return json(200, { page: [], next_page: null })
      const messages = ledger.messagesOf(broadcast, now())
      return paged(url, messages.length, (index) => {
        const message = messages.at(index)
        return message && messageRow(message, now(), style)
      })
    }
    return rest === 'phone_messages/export' && method === 'POST'
      ? exportMessages(broadcast)
      : json(404, null, 'not_found')
  }

  function route({ method }: Request, url: URL): Response {
    const [, path = ''] = /\/v1\/(.*)$/.exec(url.pathname) ?? []
    const style = state().rowStyle
    if (path === 'whoami') return object('organization', { ...options.organization })
    const [, id, rest] = /^broadcasts(?:\/([^/]+)(?:\/(.+))?)?$/.exec(path) ?? []
    if (path.startsWith('broadcasts')) return broadcasts(id, rest, method, url)
    if (path === 'phone_lists')
      return paged(url, ledger.lists.length, (at) => listRow(ledger.lists[at] as never, style))
    if (path === 'phones') return paged(url, ledger.phones.length, (at) => phoneRow(ledger.phones[at] as never, style))
    if (path === 'inbox/export' && method === 'POST') {
      const at = now()
      const came = ledger.incoming.filter((each) => each.at <= at).map((each) => incomingRow(each, at, style))
      return exports.start([...inboxColumns], () => came)
    }
    if (path === 'jobs/') return exports.jobs()
    const [, job] = /^jobs\/(.+)$/.exec(path) ?? []
    return job === undefined ? json(404, null, 'not_found') : exports.job(job)
  }

  return async (request) => {
    const url = new URL(request.url)
    const [, file] = /\/files\/([^/]+)$/.exec(url.pathname) ?? []
    if (file !== undefined) return exports.file(file, url, request)
    if (!allowed(request, options.credentials())) return json(401, null, 'unauthorized')
    if (state().access === 'forbidden') return json(403, null, 'forbidden')
    const wait = state().limits === 'on' ? limiter() : 0
    if (wait > 0) return json(429, null, 'rate_limited', state().retryAfter ? { 'retry-after': String(wait) } : {})
    return route(request, url)
  }
}

function allowed(request: Request, { user, password }: { user: string; password: string }): boolean {
  const expected = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
  return request.headers.get('authorization') === expected
}

const jsonHeaders = { 'content-type': 'application/json' }

function json(status: number, data: unknown, code?: string, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(bodyOf(data, code)), { status, headers: { ...jsonHeaders, ...headers } })
}

/** The envelope of every answer, with an error where there is one. */
export function bodyOf(data: unknown, code?: string): object {
  return { data, errors: code === undefined ? [] : [{ code, title: code, description: 'synthetic text' }] }
}
