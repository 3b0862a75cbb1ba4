import type { CanonicalRecord, Money } from '@throughline/canonical'
import type { z } from 'zod'
import type { Auth } from './auth.ts'
import type { HttpClient, RateLimit, Verdict } from './http.ts'
import type { Progress } from './run-store.ts'
import type { RawRequest } from './raw-request.ts'

/** What a connector is given to work with: never a database, a tenant or another connector. */
export interface Ctx<Config> {
  config: Config
  http: HttpClient
  now: () => Date
  /** In [0, 1). */
  random: () => number
  signal: AbortSignal
}

/** Days [from, to) on the source's own calendar. */
export interface Range {
  from: string
  to: string
}

interface StreamBasics<Config, Raw> {
  /** What a person calls it: `Donations`. */
  title: string
  /** Streams of one record are merged field by field; the higher rank wins. */
  rank: number
  /** Strict in what is needed, liberal in the rest. A row that fails is quarantined; the rest of the page is kept. */
  raw: z.ZodType<Raw>
  /** The provider's id: reading a row twice writes it once. */
  key(raw: Raw): string
  /** Within this stream a row with a lower revision than the stored one is ignored, so arrival order never matters. */
  revision?(raw: Raw): number
  /** Pure: no clock, no network. */
  map(raw: Raw, config: Config): CanonicalRecord[]
  /** Why this row is not this tenant's (`entity 70002`), or undefined where it is. */
  foreign?(raw: Raw, config: Config): string | undefined
  /** Drops what must never be stored (card, passport); runs before `raw`, so that a malformed row is scrubbed too. */
  scrub?(row: unknown): unknown
  /** For webhooks that are only hints. */
  fetch?(ctx: Ctx<Config>, key: string): Promise<unknown>
}

/** A stream that arrives by webhook alone. */
export interface PushedStream<Config, Raw> extends StreamBasics<Config, Raw> {
  read?: undefined
}

export interface ReadPage<Cursor> {
  /** May be empty: saves progress (a report's id) before a `RetryLater`. */
  rows: unknown[]
  next: Cursor
  progress?: Progress
  /** Nothing comes after this page: `next` is where the next run begins. */
  last?: true
}

/** A stream that is read page by page from a cursor. The runner saves the cursor in the transaction that saves the page. */
export interface PolledStream<Config, Raw, Cursor> extends StreamBasics<Config, Raw> {
  cursor: z.ZodType<Cursor>
  /** Where reading begins. `from`, a day on the source's own calendar, is what a person asked to read again from. */
  start(config: Config, from?: string): Cursor
  /** How far each run re-reads, for rows that arrive late. */
  rewind?(cursor: Cursor, config: Config): Cursor
  read(ctx: Ctx<Config>, from: Cursor): AsyncIterable<ReadPage<Cursor>>
  /** How often to look, in minutes; 60 where unsaid. */
  everyMinutes?: number
  /** False leaves the stream out for this config. */
  enabled?(config: Config): boolean
  /** The source's own count, for completeness. */
  total?(ctx: Ctx<Config>, range: Range): Promise<{ count?: number; sum?: Money }>
}

export type Stream<Config, Raw, Cursor> = PushedStream<Config, Raw> | PolledStream<Config, Raw, Cursor>
export type AnyStream<Config> = Stream<Config, unknown, unknown>

/** One record inside a webhook's body. No `raw` = a hint: the worker calls the stream's `fetch(key)`. */
export interface Delivered {
  /** For webhooks of route 'app': whose it is. */
  account?: string
  stream: string
  key?: string
  raw?: unknown
  /** Where a part of `raw` stood in the body (`lineitem` was `lineitems.0`), so that a fault names the sender's field. */
  part?: { raw: string; body: string }
}

export interface Webhook<Secrets> {
  title: string
  /** '/hooks/:connector/:connection/:kind' or '/hooks/:connector/:kind' (one URL per app). */
  route: 'connection' | 'app'
  /** Names of the secrets that the customer types into the provider's form beside the URL. */
  credentials?: readonly string[]
  /** The envelope that every body of this kind has; a body without it is answered 400. */
  body: z.ZodType
  /** A provider's GET challenge. */
  handshake?(req: RawRequest, secrets: Secrets): Response | undefined
  /** Raw bytes, constant time, false if unproved. */
  verify(req: RawRequest, secrets: Secrets, now: Date, publicUrl: string): boolean
  /** One body, many records. `body` has passed the envelope. */
  split(body: unknown): Delivered[]
}

export interface Effect {
  /** What will happen, in one sentence for the person who approves it. */
  summary: string
  before?: unknown
  after?: unknown
}

export interface Done {
  /** The provider's id of what was done. */
  ref: string
  detail?: unknown
}

/** The one way out; core's executor adds permission, approval and audit. */
export interface Action<Config, Input> {
  input: z.ZodType<Input>
  preview(ctx: Ctx<Config>, input: Input): Promise<Effect>
  run(ctx: Ctx<Config>, input: Input, idempotencyKey: string): Promise<Done>
  /** After a crash: did it happen? */
  find(ctx: Ctx<Config>, idempotencyKey: string): Promise<Done | undefined>
  undo?(ctx: Ctx<Config>, done: Done): Promise<void>
}

export interface Connector<Config, Secrets> {
  /** The folder's name. */
  id: string
  /** What people call the outside system. */
  name: string
  /** What the customer fills in; never a secret. */
  config: z.ZodType<Config>
  auth: Auth<Secrets>
  http: {
    baseUrl(config: Config): string
    /** Named buckets; a request names its bucket. */
    limits: Record<string, RateLimit>
    /** Only where this provider departs from the default table. */
    classify?(response: Response): Verdict | undefined
  }
  /** Throws AskCustomer, in words the customer can act on. */
  check(ctx: Ctx<Config>): Promise<void>
  streams: Record<string, AnyStream<Config>>
  webhooks: Record<string, Webhook<Secrets>>
  actions: Record<string, Action<Config, unknown>>
  subscribe?(ctx: Ctx<Config>, publicUrl: string): Promise<void>
}

export type AnyConnector = Connector<unknown, unknown>

/** Carries a stream's own types into its functions, then forgets them. */
export interface StreamKit<Config> {
  stream: <Raw, Cursor = never>(stream: Stream<Config, Raw, Cursor>) => AnyStream<Config>
}
export interface WebhookKit<Secrets> {
  webhook: (webhook: Webhook<Secrets>) => Webhook<Secrets>
}
export interface ActionKit<Config> {
  action: <Input>(action: Action<Config, Input>) => Action<Config, unknown>
}

export interface ConnectorSpec<Config, Secrets> extends Omit<
  Connector<Config, Secrets>,
  'streams' | 'webhooks' | 'actions'
> {
  streams(kit: StreamKit<Config>): Record<string, AnyStream<Config>>
  webhooks?(kit: WebhookKit<Secrets>): Record<string, Webhook<Secrets>>
  actions?(kit: ActionKit<Config>): Record<string, Action<Config, unknown>>
}

/**
 * Makes a connector of its description.
 * @example export const connector = defineConnector({ id: 'acme', name: 'Acme', config, auth, http, check, streams })
 */
export function defineConnector<Config, Secrets>(spec: ConnectorSpec<Config, Secrets>): Connector<Config, Secrets> {
  return {
    ...spec,
    streams: spec.streams({ stream: (stream) => stream }),
    webhooks: spec.webhooks?.({ webhook: (webhook) => webhook }) ?? {},
    actions: spec.actions?.({ action: (action) => action }) ?? {},
  }
}

/** True where the stream is read by polling and this config wants it. */
export function isPolled<Config>(
  stream: AnyStream<Config>,
  config: Config,
): stream is PolledStream<Config, unknown, unknown> {
  return stream.read !== undefined && (stream.enabled?.(config) ?? true)
}
