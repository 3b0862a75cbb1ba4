import type { CanonicalRecord } from '@throughline/canonical'
import type { z } from 'zod'
import type { Account } from './account.ts'
import type { Action } from './action.ts'
import type { Auth } from './auth.ts'
import type { HttpClient, Judge, RateLimit, Usage } from './http.ts'
import type { Elsewhere } from './elsewhere.ts'
import type { LinkRules } from './link-rules.ts'
import type { OAuth } from './oauth.ts'
import type { Progress } from './run-store.ts'
import type { RawRequest } from './raw-request.ts'
import type { Range, Tally, Total } from './total.ts'

/** What a connector is given to work with: never a database, a tenant or another connector. */
export interface Ctx<Config> {
  config: Config
  /** The accounts found when the connection was last checked; empty before. */
  accounts: readonly Account[]
  http: HttpClient
  now: () => Date
  /** In [0, 1). */
  random: () => number
  /** A keyed hash, the same for this connection for ever: for keys of rows that a source knows by a person's number or address. */
  pseudonym: (text: string) => string
  signal: AbortSignal
}

interface StreamBasics<Config, Raw> {
  /** What a person calls it: `Donations`. */
  title: string
  /** Streams of one record are merged field by field; the higher rank wins. */
  rank: number
  /** Strict in what is needed, liberal in the rest. A row that fails is quarantined; the rest of the page is kept. */
  raw: z.ZodType<Raw>
  /**
   * The provider's id: reading a row twice writes it once. Where two connections of one client may be given one row and each makes
   * something else of it, what tells them apart is part of the key.
   */
  key(raw: Raw, config: Config): string
  /** Within this stream a row with a lower revision than the stored one is ignored, so arrival order never matters. */
  revision?(raw: Raw): number
  /** Pure: no clock, no network. */
  map(raw: Raw, config: Config): CanonicalRecord[]
  /** Why this row is not this tenant's (`entity 70002`), or undefined where it is. */
  foreign?(raw: Raw, config: Config): string | undefined
  /** Drops what must never be stored (card, passport); runs before `raw`, so that a malformed row is scrubbed too. */
  scrub?(row: unknown): unknown
  /**
   * For webhooks that are only hints: the rows of these keys as they are now, at most `fetchAtOnce` of them. A row that is gone is
   * a row that says so.
   */
  fetch?(ctx: Ctx<Config>, keys: readonly string[]): Promise<unknown[]>
  /** 50 where unsaid. */
  fetchAtOnce?: number
  /** What a row adds to the totals; one, in no day, where unsaid. */
  tally?(raw: Raw, config: Config): Tally
  /** The source's own counts, for completeness: the proof that nothing is missing. Without it a run is "not provable". */
  totals?(ctx: Ctx<Config>, range: Range): Promise<Total[]>
  /** What to do with fields that were never seen before; `evolve` where unsaid. A person may say otherwise per connection. */
  drift?: DriftPolicy
}

/** A stream that arrives by webhook, or alongside another stream's pages. */
export interface PushedStream<Config, Raw> extends StreamBasics<Config, Raw> {
  read?: undefined
}

export interface ReadPage<Cursor> {
  /** May be empty: saves progress (a report's id) before a `RetryLater`. */
  rows: unknown[]
  /** Rows of other streams that this page tells of too, by stream: saved with it. Such a stream may have no `read` of its own. */
  also?: Record<string, unknown[]>
  next: Cursor
  progress?: Progress
  /** Nothing comes after this page: `next` is where the next run begins. */
  last?: true
}

/** A stream that is read page by page from a cursor. The runner saves the cursor in the transaction that saves the page. */
export interface PolledStream<Config, Raw, Cursor> extends StreamBasics<Config, Raw> {
  cursor: z.ZodType<Cursor>
  /** Where reading begins. `from`, a day on the source's own calendar, is what a person asked to read again from. */
  start(config: Config, from?: string): Cursor | Promise<Cursor>
  /** How far each run re-reads, for rows that arrive late. */
  rewind?(cursor: Cursor, config: Config): Cursor | Promise<Cursor>
  read(ctx: Ctx<Config>, from: Cursor): AsyncIterable<ReadPage<Cursor>>
  /** How often to look, in minutes; 60 where unsaid. */
  everyMinutes?: number
  /** False leaves the stream out for this config. */
  enabled?(config: Config): boolean
}

/**
 * Fields that a stream never had before: `evolve` keeps them and says so; `freeze` leaves them out of what is stored and says so;
 * `quarantine` sets their rows aside.
 */
export type DriftPolicy = 'evolve' | 'freeze' | 'quarantine'

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

/** `Proof`: what `verify` is given: the connection's secrets, or, for one URL per app, the app's. */
export interface Webhook<Proof> {
  title: string
  /** '/hooks/:connector/:connection/:kind', or '/hooks/:connector/:kind' where the provider has one URL for the whole app. */
  route: 'connection' | 'app'
  /** Names of the secrets that the customer types into the provider's form beside the URL. */
  credentials?: readonly string[]
  /** The envelope that every body of this kind has; a body without it is answered 400. */
  body: z.ZodType
  /** A provider's GET challenge. */
  handshake?(req: RawRequest, secrets: Proof): Response | undefined
  /** Raw bytes, constant time, false if unproved. */
  verify(req: RawRequest, secrets: Proof, now: Date, publicUrl: string): boolean
  /** One body, many records. `body` has passed the envelope. */
  split(body: unknown): Delivered[]
}

export interface Connector<Config, Secrets, App = unknown> {
  /** The folder's name. */
  id: string
  /** What people call the outside system. */
  name: string
  /** What the customer fills in; never a secret. */
  config: z.ZodType<Config>
  auth: Auth<Secrets, App>
  /** What the operator of this installation registered at the provider: client id and secret, the key of its webhooks. */
  app?: z.ZodType<App>
  /** How a person signs in at the provider, where that is the way to connect. */
  oauth?: OAuth<Config, Secrets, App>
  http: {
    /** Some providers tell each customer's address at sign-in. */
    baseUrl(config: Config, secrets: Secrets): string | Promise<string>
    /** Named buckets; a request names its bucket. */
    limits: Record<string, RateLimit>
    /** Only where this provider departs from the default table. `text` is the answer's body. */
    classify?(response: Response, text: string): Judge | undefined | Promise<Judge | undefined>
    /** What an answer says of the limits that are left: obeyed before they are hit, and shown. A tenant may set its share of them. */
    usage?(response: Response, config: Config): Usage[] | Promise<Usage[]>
  }
  /** Tries the credentials. @returns the accounts they speak for. @throws AskCustomer in words the customer can act on. */
  check(ctx: Ctx<Config>): Promise<readonly Account[] | void>
  streams: Record<string, AnyStream<Config>>
  webhooks: Record<string, Webhook<Secrets> | Webhook<App>>
  actions: Record<string, Action<Config, unknown>>
  /**
   * Registers our webhook addresses, by kind, at the provider, where it lets us. Doing so twice is doing so once. @returns the secrets
   * that deliveries are proved with from now on, to be kept beside those that are `held`; undefined where there was nothing to do
   */
  subscribe?(
    ctx: Ctx<Config>,
    urls: Readonly<Record<string, string>>,
    held: Secrets,
  ): Promise<Partial<Secrets> | undefined>
  /** Where people convert on the provider's own pages: what a link to them may carry. */
  links?: LinkRules
  /** Its code runs in another process: rows and deliveries are read there and checked here. Never written by hand. */
  elsewhere?: Elsewhere
}

export type AnyConnector = Connector<unknown, unknown, unknown>

/** Carries a stream's own types into its functions, then forgets them. */
export interface StreamKit<Config> {
  stream: <Raw, Cursor = never>(stream: Stream<Config, Raw, Cursor>) => AnyStream<Config>
}
export interface WebhookKit<Secrets, App> {
  webhook: (webhook: Webhook<Secrets> & { route: 'connection' }) => Webhook<Secrets>
  appWebhook: (webhook: Webhook<App> & { route: 'app' }) => Webhook<App>
}
export interface ActionKit<Config> {
  action: <Input>(action: Action<Config, Input>) => Action<Config, unknown>
}

export interface ConnectorSpec<Config, Secrets, App = unknown> extends Omit<
  Connector<Config, Secrets, App>,
  'streams' | 'webhooks' | 'actions'
> {
  streams(kit: StreamKit<Config>): Record<string, AnyStream<Config>>
  webhooks?(kit: WebhookKit<Secrets, App>): Record<string, Webhook<Secrets> | Webhook<App>>
  actions?(kit: ActionKit<Config>): Record<string, Action<Config, unknown>>
}

/**
 * Makes a connector of its description.
 * @example export const connector = defineConnector({ id: 'acme', name: 'Acme', config, auth, http, check, streams })
 */
export function defineConnector<Config, Secrets, App = unknown>(
  spec: ConnectorSpec<Config, Secrets, App>,
): Connector<Config, Secrets, App> {
  return {
    ...spec,
    streams: spec.streams({ stream: (stream) => stream }),
    webhooks: spec.webhooks?.({ webhook: (webhook) => webhook, appWebhook: (webhook) => webhook }) ?? {},
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
