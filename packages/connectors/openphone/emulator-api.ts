import { z } from 'zod'
import type { EmulatedWorkspace } from './emulator-ledger.ts'
import type { EmulatedWebhooks } from './emulator-webhooks.ts'
import { callRow, contactRow, numberRow, textRow } from './emulator-rows.ts'
import { version } from './quo.ts'

/** How the workspace and the service behave; a test or the demo may change any of it. */
export interface ApiState {
  workspace: EmulatedWorkspace
  limits: 'on' | 'off'
  /** The carriers' registration, the plan, today's cap. */
  sending: 'ok' | 'not registered' | 'no credit' | 'daily cap'
  /** The next text goes out and the answer is a 500. */
  sendThenFail: boolean
  revoked: boolean
  /** Page cursors from before this count are no longer known. */
  cursorsExpire: boolean
  /** Errors as the live service wraps them, or as its specification has them. */
  errors: 'wrapped' | 'flat'
  expired: boolean
  webhooks: EmulatedWebhooks
}

const perSecond = 10
const SendBody = z.object({
  content: z.string().min(1).max(1_600),
  from: z.string(),
  to: z.array(z.string()).length(1),
})

/** Answers as the two surfaces of the service do. */
export function createApi(options: {
  state: () => ApiState
  key: () => string
  organization: { id: string; name: string }
  now: () => number
  wrote: () => void
}) {
  const { state, key, now, wrote } = options
  let asked: number[] = []
  let sent = 0
  const stopped = new Set<string>()

  const refuse = (status: number, code: string, message: string): Response => {
    const error = { message, code, status, docs: 'https://quo.com/docs', title: message, trace: '648061' }
    return Response.json(state().errors === 'wrapped' ? { error: { message, key: code, trace: '648061' } } : error, {
      status,
    })
  }

  return async (request: Request): Promise<Response> => {
    const url = new URL(request.url)
    const old = url.pathname.startsWith('/v1/')
    const [, first = '', id] = url.pathname.replace(/^\/v1/, '').split('/')
    // The version is looked at before the key.
    if (!old && request.headers.get('quo-api-version') !== version)
      return refuse(400, '0000400', 'Missing or unknown version')
    if (state().revoked || request.headers.get('authorization') !== key()) return refuse(401, '0000401', 'Unauthorized')
    if (state().limits === 'on') {
      asked = asked.filter((at) => at > now() - 1_000)
      if (asked.length >= perSecond) return refuse(429, '0000429', 'Too many requests')
      asked.push(now())
    }
    if (request.method === 'POST' && first === 'messages' && old) return send(await request.json())
    const { workspace } = state()
    if (first === 'webhooks' && !old) {
      const [, , ...path] = url.pathname.split('/')
      const { status, json } = state().webhooks.answer(
        request.method,
        path,
        request.method === 'POST' ? await request.json() : undefined,
      )
      return json === undefined ? refuse(status, `0300${status}`, 'Not done') : Response.json(json, { status })
    }
    switch (first) {
      case 'organization':
        return Response.json({
          data: { ...options.organization, subscriptionStatus: state().expired ? 'expired' : 'active' },
        })
      case 'phone-numbers':
        return give(
          workspace.numbers.map((row) => [row.id, row.at, numberRow(row)]),
          url,
          id,
        )
      case 'messages':
        return give(
          workspace.texts.filter(matches(url)).map((row) => [row.id, row.at, textRow(row, workspace, now())]),
          ...([url, id] as const),
        )
      case 'calls':
        return give(
          workspace.calls.map((row) => [row.id, row.at, callRow(row, workspace)]),
          url,
          id,
        )
      case 'contacts':
        return give(
          workspace.contacts.map((row) => [row.id, row.at, contactRow(row)]),
          url,
          id,
        )
      default:
        return refuse(404, '0000404', 'Not found')
    }
  }

  type Row = readonly [id: string, at: number, row: unknown]

  /** One row, or a page: newest first, nothing from the future. */
  function give(rows: Row[], url: URL, id: string | undefined): Response {
    const there = rows.filter(([, at]) => at <= now())
    if (id !== undefined) {
      const found = there.find((row) => row[0] === decodeURIComponent(id))
      return found ? Response.json({ data: found[2] }) : refuse(404, '0000404', 'Not found')
    }
    const param = (name: string) => url.searchParams.get(name)
    const time = (name: string) => Date.parse(param(name) ?? '')
    const within = there.filter(([, at]) => {
      const [gt, lt, gte, lte] = ['gt', 'lt', 'gte', 'lte'].map((bound) => time(`createdAt[${bound}]`))
      return !(at <= gt!) && !(at >= lt!) && !(at < gte!) && !(at > lte!)
    })
    const sorted = within.sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? 1 : -1))
    const limit = Number(param('limit') ?? param('maxResults') ?? 10)
    if (!(limit >= 1 && limit <= 50)) return refuse(400, '0000400', 'must be <= 50')
    const token = param('after') ?? param('pageToken')
    if (token !== null && state().cursorsExpire) {
      state().cursorsExpire = false
      return refuse(400, '0000400', 'Unknown cursor')
    }
    const after = token === null ? undefined : Buffer.from(token, 'base64url').toString()
    const begin = after === undefined ? 0 : sorted.findIndex(([each]) => each === after) + 1
    const page = sorted.slice(begin, begin + limit)
    const last = page.at(-1)
    const next = begin + limit < sorted.length && last ? Buffer.from(last[0]).toString('base64url') : null
    const data = page.map(([, , row]) => row)
    // The count is wrong on purpose: it is in the real service.
    return Response.json(
      url.pathname.startsWith('/v1/') ? { data, totalItems: 7, nextPageToken: next } : { data, nextCursor: next },
    )
  }

  function send(body: unknown): Response {
    const { sending, workspace } = state()
    if (sending === 'not registered') return refuse(400, '0206400', 'The organization is not approved for A2P')
    if (sending === 'no credit') return refuse(402, '0200402', 'Not enough credits')
    if (sending === 'daily cap') return refuse(403, '0204403', 'Daily cap reached')
    const parsed = SendBody.safeParse(body)
    if (!parsed.success) return refuse(400, '0200400', 'Validation failed')
    const { content, from, to } = parsed.data
    const other = to[0] ?? ''
    sent += 1
    const id = `ACsent${sent}`
    const stop = stopped.has(other) ? { ends: 'failed' as const, errorCode: '21610' } : {}
    workspace.texts.push({ id, at: now(), direction: 'outgoing', other, text: content, numberId: from, ...stop })
    wrote()
    if (state().sendThenFail) {
      state().sendThenFail = false
      return refuse(500, '0200500', 'Internal error')
    }
    const row = workspace.texts.at(-1)
    return Response.json({ data: row && textRow(row, workspace, now()) }, { status: 202 })
  }

  function matches(url: URL) {
    const number = url.searchParams.get('phoneNumberId')
    const to = url.searchParams.get('to')
    const direction = url.searchParams.get('direction')
    return (text: { numberId: string; other: string; direction: string }) =>
      (number === null || text.numberId === number) &&
      (to === null || text.other === to) &&
      (direction === null || text.direction === direction)
  }
}
