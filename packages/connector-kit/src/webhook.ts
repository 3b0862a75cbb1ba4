import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { AnyConnector, Connector, Delivered, Webhook } from './define-connector.ts'
import { addTo, issuesOf, observeRow, type ObservedOne } from './observe.ts'
import type { Observation, RowIssue } from './observed.ts'
import { parseJson } from './parse-json.ts'
import type { RawRequest } from './raw-request.ts'

/** Bodies beyond this are refused: 1 MiB. */
export const longestBody = 1 << 20

/**
 * What the door says of a request. `unknown` (404) and `refused` (401) say nothing of what exists; `malformed` was
 * authenticated, so it is quarantined and the field named; `accepted` is to be stored, then answered 2xx.
 */
export type Reception =
  | { outcome: 'unknown' }
  | { outcome: 'refused' }
  | { outcome: 'handshake'; response: Response }
  | { outcome: 'malformed'; status: 400 | 413; detail: string; field?: string }
  /** Of a connection: the body as it came. */
  | { outcome: 'accepted'; digest: string }
  /** Of an app: what of the body speaks of each account, apart, so that no tenant's inbox ever holds another's. */
  | { outcome: 'shared'; parts: AccountPart[] }

/** What one delivery to an app says of one account. `digest` = SHA-256 in hex: a repeat is acknowledged and dropped. */
export interface AccountPart {
  account: string
  body: Uint8Array
  digest: string
}

export interface Knock<Config, Secrets, App = unknown> {
  connector: Connector<Config, Secrets, App>
  kind: string
  request: RawRequest
  /** The connection's secrets, or the app's where this kind is one URL for the whole app. */
  proof: Secrets | App
  now: Date
  /** The URL as the provider knows it, where a signature covers it. */
  publicUrl: string
}

/** The receiving door: pure, so that it can stand before any store. */
export function receive<Config, Secrets, App>(knock: Knock<Config, Secrets, App>): Reception {
  const { connector, kind, request, proof, now, publicUrl } = knock
  const webhook = webhookOf(connector, kind)
  if (!webhook) return { outcome: 'unknown' }
  const response = webhook.handshake?.(request, proof)
  if (response) return { outcome: 'handshake', response }
  if (!webhook.verify(request, proof, now, publicUrl)) return { outcome: 'refused' }
  if (request.body.byteLength > longestBody)
    return { outcome: 'malformed', status: 413, detail: 'The body is longer than 1 MiB.' }
  return inspect(connector, webhook, request.body)
}

/** Which route a kind is of, so that its sender's proof is looked up in the right place; undefined where there is no such kind. */
export function routeOf(
  connector: Pick<AnyConnector, 'webhooks'>,
  kind: string,
): Webhook<unknown>['route'] | undefined {
  return Object.hasOwn(connector.webhooks, kind) ? connector.webhooks[kind]?.route : undefined
}

/** A webhook is given the proof of its own route by whoever knocks. */
function webhookOf<Config, Secrets, App>(
  connector: Connector<Config, Secrets, App>,
  kind: string,
): Webhook<Secrets | App> | undefined {
  return Object.hasOwn(connector.webhooks, kind) ? connector.webhooks[kind] : undefined
}

function inspect<Config, Secrets, App>(
  connector: Connector<Config, Secrets, App>,
  webhook: Webhook<Secrets | App>,
  bytes: Uint8Array,
): Reception {
  const body = parseBody(webhook, bytes)
  if ('detail' in body) return { outcome: 'malformed', status: 400, ...body }
  const delivered = webhook.split(body.value)
  const faults = delivered.map(({ stream, raw, part }) => {
    const parsed = raw === undefined ? undefined : connector.streams[stream]?.raw.safeParse(raw)
    return parsed && !parsed.success ? inBody(issuesOf(parsed.error), part)[0] : undefined
  })
  const [first] = faults
  if (first && faults.every((fault) => fault !== undefined))
    return { outcome: 'malformed', status: 400, field: first.path, detail: first.message }
  if (webhook.route === 'app') return { outcome: 'shared', parts: partsOf(delivered) }
  return { outcome: 'accepted', digest: digestOf(bytes) }
}

export const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

function partsOf(delivered: readonly Delivered[]): AccountPart[] {
  const byAccount = Map.groupBy(delivered, ({ account }) => account)
  return [...byAccount].flatMap(([account, of]) => {
    if (account === undefined) return []
    const body = Buffer.from(JSON.stringify({ delivered: of } satisfies SharedBody))
    return { account, body, digest: digestOf(body) }
  })
}

/** What is stored of a delivery to an app: the records of one account, already taken apart. */
const SharedBody = z.object({
  delivered: z.array(
    z.object({
      account: z.string().optional(),
      stream: z.string(),
      key: z.string().optional(),
      raw: z.unknown().optional(),
      part: z.object({ raw: z.string(), body: z.string() }).optional(),
    }),
  ),
})
type SharedBody = z.infer<typeof SharedBody>

/** One record of a delivery that is only a hint: the worker fetches it by its key. */
export interface Hint {
  stream: string
  key: string
}

/**
 * Takes a stored delivery apart, for the worker. A body that does not even have its envelope is quarantined whole, under
 * the stream name `webhook:<kind>`.
 */
export function splitDelivery<Config, Secrets, App>(
  connector: Connector<Config, Secrets, App>,
  kind: string,
  bytes: Uint8Array,
  config: Config,
): Observation & { hints: Hint[] } {
  const webhook = webhookOf(connector, kind)
  if (!webhook) throw new Error(`${connector.id} has no webhook ${kind}`)
  const body = parseBody(webhook.route === 'app' ? { body: SharedBody } : webhook, bytes)
  if ('detail' in body) return wholeAside(connector.id, kind, bytes, body)
  const delivered = webhook.route === 'app' ? (body.value as SharedBody).delivered : webhook.split(body.value)
  return gather(delivered, ({ stream, raw }) => observeRow(connector, stream, raw, config))
}

/** A body that does not even have its envelope. */
export function wholeAside(
  source: string,
  kind: string,
  bytes: Uint8Array,
  fault: { detail: string; field?: string },
): Observation & { hints: Hint[] } {
  const issues = [{ path: fault.field ?? '', message: fault.detail }]
  const raw = Buffer.from(bytes).toString('utf8')
  return { rows: [], quarantined: [{ source, stream: `webhook:${kind}`, issues, raw }], hints: [] }
}

/** What is needed of a delivered record to place it. */
interface Piece {
  stream: string
  key?: string | undefined
  raw?: unknown
  part?: Delivered['part'] | undefined
}

/** What comes of the records of one delivery: rows, rows set aside, and names to ask for. */
export function gather<One extends Piece>(
  delivered: readonly One[],
  observe: (one: One) => ObservedOne,
): Observation & { hints: Hint[] } {
  const observation: Observation & { hints: Hint[] } = { rows: [], quarantined: [], hints: [] }
  for (const one of delivered) {
    const { stream, key, raw, part } = one
    if (raw === undefined) {
      if (key !== undefined) observation.hints.push({ stream, key })
      continue
    }
    const observed = observe(one)
    if ('quarantined' in observed) {
      observed.quarantined.issues = inBody(observed.quarantined.issues, part)
      if (key !== undefined) observed.quarantined.key = key
    }
    addTo(observation, observed)
  }
  return observation
}

/** Paths as the sender knows them. */
function inBody(issues: RowIssue[], part: Delivered['part'] | undefined): RowIssue[] {
  if (!part) return issues
  return issues.map(({ path, message }) => {
    const inside = path === part.raw || path.startsWith(`${part.raw}.`)
    return { path: inside ? part.body + path.slice(part.raw.length) : path, message }
  })
}

export function parseBody(
  webhook: Pick<Webhook<unknown>, 'body'>,
  bytes: Uint8Array,
): { value: unknown } | { detail: string; field?: string } {
  let value: unknown
  try {
    value = parseJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return { detail: 'The body is not JSON.' }
  }
  const parsed = webhook.body.safeParse(value)
  if (parsed.success) return { value: parsed.data }
  const [first] = issuesOf(parsed.error)
  return { detail: first?.message ?? 'The body has another shape.', ...(first?.path ? { field: first.path } : {}) }
}
