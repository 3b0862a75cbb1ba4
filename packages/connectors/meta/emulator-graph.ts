import { z } from 'zod'
import { answer, GraphRefusal, refusalBody, type Asked } from './emulator-answer.ts'
import type { EmulatedConversions } from './emulator-capi.ts'
import { pick } from './emulator-fields.ts'
import { printRow, readQuery, selectRows } from './emulator-insights.ts'
import type { EmulatedLedger } from './emulator-ledger.ts'
import type { EmulatedLimits } from './emulator-limits.ts'
import { isEdge, type EmulatedObjects } from './emulator-objects.ts'
import { pageOf } from './emulator-page.ts'
import { printAccount } from './emulator-print.ts'
import type { EmulatedReports } from './emulator-reports.ts'
import type { EmulatedToken, EmulatedTokens } from './emulator-tokens.ts'
import { dayIn } from './times.ts'

export interface GraphParts {
  ledger: EmulatedLedger
  tokens: EmulatedTokens
  limits: EmulatedLimits
  objects: EmulatedObjects
  reports: EmulatedReports
  conversions: EmulatedConversions
  datasets: ReadonlySet<string>
  now: () => Date
  versions: ReadonlySet<string>
  /** Of the items of a batch, how many come back as null: not run, to be asked again. */
  nullItems: () => number
}

const Batch = z.array(z.object({ method: z.string(), relative_url: z.string(), body: z.string().optional() })).max(50)

/** Meta's Graph as a web handler. */
export function createGraph(parts: GraphParts): (request: Request) => Promise<Response> {
  return async (request) => {
    const asked = await takeApart(request)
    try {
      return await respond(parts, asked)
    } catch (error) {
      if (!(error instanceof GraphRefusal)) throw error
      return answer(refusalBody(error.refusal), error.refusal.status ?? 400)
    }
  }
}

async function takeApart(request: Request): Promise<Asked> {
  const url = new URL(request.url)
  const [, version = '', path = ''] = /^\/(v\d+\.\d+)(?:\/(.*))?$/.exec(url.pathname) ?? [
    '',
    '',
    url.pathname.replace(/^\//, ''),
  ]
  const text = request.method === 'GET' ? '' : await request.text()
  const isJson = request.headers.get('content-type')?.includes('json') ?? false
  const params = {
    ...Object.fromEntries(url.searchParams),
    ...(isJson ? {} : Object.fromEntries(new URLSearchParams(text))),
  }
  const [, bearer] = /^Bearer (.+)$/.exec(request.headers.get('authorization') ?? '') ?? []
  const token = bearer ?? params.access_token ?? ''
  return { method: request.method, version, path, params, json: isJson ? parsed(text) : undefined, token, url }
}

async function respond(parts: GraphParts, asked: Asked): Promise<Response> {
  const { path, params, method } = asked
  if (path === 'dialog/oauth') return parts.tokens.dialog(asked.url)
  if (!parts.versions.has(asked.version))
    throw new GraphRefusal({ code: 2_635, message: '(#2635) You are calling a deprecated version of the Ads API.' })
  if (path === 'oauth/access_token') return answer(parts.tokens.exchange(params))
  if (path === 'debug_token') return answer(parts.tokens.inspect(params))
  const refused = parts.limits.refuse(method === 'GET' ? 1 : 3, parts.now())
  if (refused) return refused
  const token = parts.tokens.open(asked)
  if (path === '' && method === 'POST') return batch(parts, asked)
  const body = handle(parts, asked, token)
  const [, account] = /^act_(\d+)/.exec(path) ?? []
  return answer(body, 200, parts.limits.headers(account ?? [...parts.ledger.accounts.keys()][0] ?? '', parts.now()))
}

/** Each item has its own code, headers and body, the body as text. */
async function batch(parts: GraphParts, asked: Asked): Promise<Response> {
  const items = Batch.safeParse(parsed(asked.params.batch ?? ''))
  if (!items.success) throw new GraphRefusal({ code: 100, message: '(#100) Param batch is invalid' })
  const left = { nulls: parts.nullItems() }
  const answers = []
  for (const { method, relative_url, body } of items.data) {
    if (left.nulls > 0) {
      left.nulls -= 1
      answers.push(null)
      continue
    }
    const url = new URL(relative_url.replace(/^\//, ''), asked.url.origin)
    for (const name of ['access_token', 'appsecret_proof'])
      if (asked.params[name] !== undefined) url.searchParams.set(name, asked.params[name])
    const headers = new Headers({ authorization: `Bearer ${asked.token}` })
    if (body !== undefined) headers.set('content-type', 'application/x-www-form-urlencoded')
    const one = await createGraph(parts)(new Request(url, { method, headers, ...(body === undefined ? {} : { body }) }))
    answers.push({
      code: one.status,
      headers: [...one.headers].map(([name, value]) => ({ name, value })),
      body: await one.text(),
    })
  }
  return answer(answers)
}

function handle(parts: GraphParts, asked: Asked, token: EmulatedToken): unknown {
  const { ledger, objects, reports } = parts
  const { path, params, method } = asked
  const [head = '', edge] = path.split('/')
  wants(token, method === 'POST' && edge === undefined ? ['ads_management'] : ['ads_read', 'ads_management'])
  if (path === 'me/adaccounts')
    return pageOf(asked, seen(ledger, token), {
      name: ({ id }) => id,
      print: (each) => pick(printAccount(each), params.fields),
      total: seen(ledger, token).length,
    })
  const [, accountId] = /^act_(\d+)$/.exec(head) ?? []
  if (accountId !== undefined) {
    const account = ledger.accounts.get(accountId)
    if (!account) throw new GraphRefusal({ code: 100, subcode: 33 })
    if (token.accounts && !token.accounts.includes(accountId))
      throw new GraphRefusal({
        code: 200,
        message: '(#200) Ad account owner has NOT grant ads_read permission',
        status: 403,
      })
    if (edge === undefined) return pick(printAccount(account), params.fields)
    if (isEdge(edge)) return objects.list(asked, accountId, edge)
    if (edge !== 'insights') throw new GraphRefusal({ code: 2_500, message: 'Unknown path components' })
    if (method === 'POST') return reports.create(asked, accountId)
    const query = readQuery(asked, accountId, dayIn(account.zone, parts.now()))
    return pageOf(asked, selectRows(ledger, query, parts.now()), {
      name: (_row, index) => String(index),
      print: (row) => printRow(ledger, row, query),
    })
  }
  if (parts.datasets.has(head) && edge === 'events' && method === 'POST')
    return parts.conversions.receive(head, asked.json, parts.now())
  if (reports.has(head)) return edge === 'insights' ? reports.rows(asked, head) : reports.look(head)
  if (params.ids !== undefined && head === '') return objects.several(asked)
  if (edge !== undefined) throw new GraphRefusal({ code: 100, subcode: 33 })
  return method === 'POST' ? objects.write(head, params) : objects.one(head, params.fields)
}

function wants({ scopes }: EmulatedToken, any: string[]): void {
  if (any.some((scope) => scopes.includes(scope))) return
  const code = any.includes('ads_read') ? 200 : 10
  throw new GraphRefusal({ code, message: `(#${code}) Requires ${any[0]} permission`, status: 403 })
}

const seen = (ledger: EmulatedLedger, { accounts }: EmulatedToken) =>
  [...ledger.accounts.values()].filter(({ id }) => !accounts || accounts.includes(id))

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
