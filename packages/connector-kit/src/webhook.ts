import { createHash } from 'node:crypto'
import type { Connector, Delivered, Webhook } from './define-connector.ts'
import { addTo, issuesOf, observeRow } from './observe.ts'
import type { Observation, RowIssue } from './observed.ts'
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
  /** `digest` = SHA-256 of the raw body in hex: a repeat is acknowledged and dropped. */
  | { outcome: 'accepted'; digest: string }

export interface Knock<Config, Secrets> {
  connector: Connector<Config, Secrets>
  kind: string
  request: RawRequest
  secrets: Secrets
  now: Date
  /** The URL as the provider knows it, where a signature covers it. */
  publicUrl: string
}

/** The receiving door: pure, so that it can stand before any store. */
export function receive<Config, Secrets>(knock: Knock<Config, Secrets>): Reception {
  const { connector, kind, request, secrets, now, publicUrl } = knock
  const webhook = Object.hasOwn(connector.webhooks, kind) ? connector.webhooks[kind] : undefined
  if (!webhook) return { outcome: 'unknown' }
  const response = webhook.handshake?.(request, secrets)
  if (response) return { outcome: 'handshake', response }
  if (!webhook.verify(request, secrets, now, publicUrl)) return { outcome: 'refused' }
  if (request.body.byteLength > longestBody)
    return { outcome: 'malformed', status: 413, detail: 'The body is longer than 1 MiB.' }
  return inspect(connector, webhook, request.body)
}

function inspect<Config, Secrets>(
  connector: Connector<Config, Secrets>,
  webhook: Webhook<Secrets>,
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
  return { outcome: 'accepted', digest: createHash('sha256').update(bytes).digest('hex') }
}

/** One record of a delivery that is only a hint: the worker fetches it by its key. */
export interface Hint {
  stream: string
  key: string
}

/**
 * Takes a stored delivery apart, for the worker. A body that does not even have its envelope is quarantined whole, under
 * the stream name `webhook:<kind>`.
 */
export function splitDelivery<Config, Secrets>(
  connector: Connector<Config, Secrets>,
  kind: string,
  bytes: Uint8Array,
  config: Config,
): Observation & { hints: Hint[] } {
  const webhook = connector.webhooks[kind]
  if (!webhook) throw new Error(`${connector.id} has no webhook ${kind}`)
  const observation: Observation & { hints: Hint[] } = { rows: [], quarantined: [], hints: [] }
  const body = parseBody(webhook, bytes)
  if ('detail' in body) {
    observation.quarantined.push({
      source: connector.id,
      stream: `webhook:${kind}`,
      issues: [{ path: body.field ?? '', message: body.detail }],
      raw: Buffer.from(bytes).toString('utf8'),
    })
    return observation
  }
  for (const { stream, key, raw, part } of webhook.split(body.value)) {
    if (raw === undefined) {
      if (key !== undefined) observation.hints.push({ stream, key })
      continue
    }
    const observed = observeRow(connector, stream, raw, config)
    if ('quarantined' in observed) {
      observed.quarantined.issues = inBody(observed.quarantined.issues, part)
      if (key !== undefined) observed.quarantined.key = key
    }
    addTo(observation, observed)
  }
  return observation
}

/** Paths as the sender knows them. */
function inBody(issues: RowIssue[], part: Delivered['part']): RowIssue[] {
  if (!part) return issues
  return issues.map(({ path, message }) => {
    const inside = path === part.raw || path.startsWith(`${part.raw}.`)
    return { path: inside ? part.body + path.slice(part.raw.length) : path, message }
  })
}

function parseBody<Secrets>(
  webhook: Webhook<Secrets>,
  bytes: Uint8Array,
): { value: unknown } | { detail: string; field?: string } {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return { detail: 'The body is not JSON.' }
  }
  const parsed = webhook.body.safeParse(value)
  if (parsed.success) return { value: parsed.data }
  const [first] = issuesOf(parsed.error)
  return { detail: first?.message ?? 'The body has another shape.', ...(first?.path ? { field: first.path } : {}) }
}
