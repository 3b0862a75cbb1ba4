import type { HttpAnswer, HttpClient, RequestOptions } from '@throughline/connector-kit'

/** The dated API wants its version on every call, and looks for it before it looks at the key. */
export const version = '2026-03-30'
export const bucket = 'api'

/** Asks the dated API. */
export const ask = (http: HttpClient, path: string, options: RequestOptions = {}): Promise<HttpAnswer> =>
  http.get(path, { bucket, ...options, headers: { ...options.headers, 'quo-api-version': version } })
