import type { z } from 'zod'
import type { Spool } from './download.ts'

/** At most `requests` in any window of this length; a number is milliseconds. */
export interface RateLimit {
  requests: number
  per: 'second' | 'minute' | 'hour' | number
}

/**
 * What an answer means: `ok` is handed back; `retry` is tried again, then RetryLater; `ask` is AskCustomer (after one
 * refresh, where the auth can); `refused` is a bug of ours; `changed` is ProviderChanged.
 */
export type Verdict = 'ok' | 'retry' | 'ask' | 'refused' | 'changed'

/** A verdict with what the body added to it. */
export interface Judgement {
  verdict: Verdict
  /** `retry`: not before so many milliseconds. */
  waitMs?: number
  /** `retry` because too much was asked: the bucket rests, and no failure is counted against the provider. */
  throttled?: boolean
  /** In words the customer can act on. */
  say?: string
  /** False: new credentials would not help, so none are fetched. */
  renew?: false
}
export type Judge = Verdict | Judgement

/** How much of a limit is used up, as the provider says. */
export interface Usage {
  /** What a person calls it: `calls today`. */
  name: string
  /** 0–1, and beyond where it is exceeded. */
  used: number
  /** The bucket to rest when it is nearly used up, and for how long. */
  bucket?: string
  restMs?: number
}

export interface RequestOptions {
  /** The rate-limit bucket it counts against. */
  bucket?: string
  query?: Record<string, string>
  /** Sent as a JSON body. */
  json?: unknown
  /** Sent as an application/x-www-form-urlencoded body. */
  form?: Record<string, string>
  headers?: Record<string, string>
  /** Statuses handed back although they are no success, for example 404. */
  accept?: readonly number[]
  /** False: never sent a second time by the kit, because the first may have taken effect. Reads may always be. */
  again?: boolean
  timeoutMs?: number
}

export interface HttpAnswer {
  status: number
  headers: Headers
  text: string
  /** Parses the body. @throws ProviderChanged where it is no JSON (a login page) or not of this shape. */
  json<T>(schema: z.ZodType<T>): T
}

export interface DownloadOptions {
  /** Names the file, so that a later slice finds it again. */
  name: string
  timeoutMs?: number
}

/** All that a connector has of the network. A path, or a URL of the provider's own host (a next-page link: another host is
 * refused). Waits of more than a few seconds are thrown as RetryLater, never slept. */
export interface HttpClient {
  /** `path` is below the connector's base URL. */
  get(path: string, options?: RequestOptions): Promise<HttpAnswer>
  post(path: string, options?: RequestOptions): Promise<HttpAnswer>
  patch(path: string, options?: RequestOptions): Promise<HttpAnswer>
  put(path: string, options?: RequestOptions): Promise<HttpAnswer>
  delete(path: string, options?: RequestOptions): Promise<HttpAnswer>
  /** Fetches a URL of any host, without credentials, into a temporary file whose length is checked. */
  download(url: string, options: DownloadOptions): Promise<Spool>
  /** A file that an earlier slice has already spooled whole, if it is still there. */
  spooled(name: string): Promise<Spool | undefined>
}
