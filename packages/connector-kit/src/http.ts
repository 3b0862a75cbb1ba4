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

export interface RequestOptions {
  /** The rate-limit bucket it counts against. */
  bucket?: string
  query?: Record<string, string>
  /** Sent as a JSON body. */
  json?: unknown
  headers?: Record<string, string>
  /** Statuses handed back although they are no success, for example 404. */
  accept?: readonly number[]
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

/** All that a connector has of the network. Waits of more than a few seconds are thrown as RetryLater, never slept. */
export interface HttpClient {
  /** `path` is below the connector's base URL. */
  get(path: string, options?: RequestOptions): Promise<HttpAnswer>
  post(path: string, options?: RequestOptions): Promise<HttpAnswer>
  /** Fetches a URL of any host, without credentials, into a temporary file whose length is checked. */
  download(url: string, options: DownloadOptions): Promise<Spool>
  /** A file that an earlier slice has already spooled whole, if it is still there. */
  spooled(name: string): Promise<Spool | undefined>
}
