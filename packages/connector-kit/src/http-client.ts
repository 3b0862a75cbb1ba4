import type { z } from 'zod'
import { backoffMs, retryAfterMs } from './backoff.ts'
import type { Connector } from './define-connector.ts'
import { download, findSpool, RetryableDownload } from './download.ts'
import { AskCustomer, ProviderChanged, Refused, RetryLater } from './errors.ts'
import type { HttpAnswer, HttpClient, RequestOptions, Verdict } from './http.ts'
import type { HttpState } from './http-state.ts'
import { createRedactor } from './redact.ts'

/** The outer world, passed in. */
export interface Surroundings {
  fetch: (request: Request) => Promise<Response>
  now: () => Date
  /** In [0, 1). */
  random: () => number
  sleep: (ms: number) => Promise<void>
  /** Where downloads are kept while they are read; mode 700. */
  spoolDir: string
}

export interface HttpClientOptions<Config, Secrets> {
  connector: Connector<Config, Secrets>
  connection: { id: string; config: Config; secrets: Secrets; baseUrl?: string | undefined; unlimited?: boolean }
  state: HttpState
  around: Surroundings
  signal: AbortSignal
  saveSecrets?: (secrets: Secrets) => Promise<void>
}

/** Waits up to this long are slept through; longer ones become RetryLater. */
const patienceMs = 1_000
const quickRetryMs = 500
const timeoutMs = 30_000
const redirectsFollowed = 3
/** What a 429 without `Retry-After` means. */
const tooManyMs = 60_000

/** The kit's HTTP client: buckets, retries with jitter, timeouts, a circuit breaker, credentials for one host only. */
export function createHttpClient<Config, Secrets>(options: HttpClientOptions<Config, Secrets>): HttpClient {
  const { connector, connection, state, around, signal } = options
  const base = new URL((connection.baseUrl ?? connector.http.baseUrl(connection.config)).replace(/\/?$/, '/'))
  const secrets = () => (state.refreshed as Secrets | undefined) ?? connection.secrets
  const redact = (text: string) => createRedactor(secrets())(text)
  const later = (message: string, waitMs: number, cause?: unknown) =>
    new RetryLater(redact(message), { at: new Date(around.now().getTime() + waitMs), cause })

  async function waitForPlace(bucketName: string | undefined): Promise<void> {
    const pause = state.breaker.wait(around.now())
    if (pause > 0) throw later('the provider keeps failing; not asking it for a while', pause)
    if (bucketName === undefined || connection.unlimited) return
    const bucket = state.bucket(bucketName)
    for (let wait = bucket.take(around.now()); wait > 0; wait = bucket.take(around.now())) {
      if (wait > patienceMs) throw later(`the limit "${bucketName}" is used up`, wait)
      await around.sleep(wait)
    }
  }

  async function send(
    method: string,
    url: URL,
    request: RequestOptions,
  ): Promise<{ response: Response; text: string }> {
    const headers = new Headers({ accept: 'application/json', ...request.headers })
    if (request.json !== undefined) headers.set('content-type', 'application/json')
    const outgoing = { url, headers }
    connector.auth.apply(outgoing, secrets())
    const response = await around.fetch(
      new Request(outgoing.url, {
        method,
        headers,
        redirect: 'manual',
        signal: AbortSignal.any([signal, AbortSignal.timeout(request.timeoutMs ?? timeoutMs)]),
        ...(request.json === undefined ? {} : { body: JSON.stringify(request.json) }),
      }),
    )
    return { response, text: await response.text() }
  }

  async function follow(method: string, url: URL, request: RequestOptions) {
    let at = url
    for (let hop = 0; hop <= redirectsFollowed; hop += 1) {
      const answer = await send(method, at, request)
      const location = answer.response.headers.get('location')
      if (answer.response.status < 300 || answer.response.status > 399 || location === null) return answer
      const next = new URL(location, at)
      if (next.origin !== base.origin || method !== 'GET')
        throw new ProviderChanged(`${method} ${at.pathname} redirects to another host or method`)
      at = next
    }
    throw new ProviderChanged(`${method} ${url.pathname} redirects without end`)
  }

  async function refresh(): Promise<boolean> {
    const { auth } = connector
    if (!auth.refresh) return false
    const renewed = () => auth.refresh?.({ secrets: secrets(), fetch: around.fetch, now: around.now })
    state.refreshing ??= (async () => {
      const fresh = (await renewed()) as Secrets
      await options.saveSecrets?.(fresh)
      state.refreshed = fresh
    })().finally(() => delete state.refreshing)
    await state.refreshing
    return true
  }

  async function request(method: string, path: string, request: RequestOptions = {}): Promise<HttpAnswer> {
    const url = new URL(path.replace(/^\//, ''), base)
    if (url.origin !== base.origin) throw new Refused('credentials go to one host only', 0)
    for (const [name, value] of Object.entries(request.query ?? {})) url.searchParams.set(name, value)
    const what = `${method} ${url.pathname}`
    let refreshed = false
    for (let attempt = 0; ; attempt += 1) {
      await waitForPlace(request.bucket)
      signal.throwIfAborted()
      const used = secrets()
      let answer: { response: Response; text: string }
      try {
        answer = await follow(method, url, request)
      } catch (error) {
        if (signal.aborted || error instanceof ProviderChanged) throw error
        const failures = state.breaker.failed(around.now())
        if (attempt === 0) await around.sleep(jitter())
        else throw later(`${what}: no answer`, backoffMs(failures, around.random), error)
        continue
      }
      const { response, text } = answer
      const verdict = request.accept?.includes(response.status)
        ? 'ok'
        : (connector.http.classify?.(response) ?? defaultVerdict(response.status))
      const said = `${what} answered ${response.status}`
      if (verdict !== 'retry') state.breaker.succeeded()
      switch (verdict) {
        case 'ok':
          return toAnswer(what, response, text)
        case 'ask':
          if (response.status === 401 && !refreshed && (secrets() !== used || (await refresh()))) {
            refreshed = true
            continue
          }
          throw new AskCustomer(said, { say: `${connector.name} no longer accepts these credentials.` })
        case 'changed':
          throw new ProviderChanged(said)
        case 'refused':
          throw new Refused(redact(`${said}: ${text.slice(0, 200)}`), response.status)
        case 'retry': {
          const asked = retryAfterMs(response.headers.get('retry-after'), around.now())
          if (response.status === 429) {
            const wait = asked ?? tooManyMs
            const until = new Date(around.now().getTime() + wait)
            if (request.bucket !== undefined) state.bucket(request.bucket).block(until)
            if (wait > patienceMs || attempt > 0) throw later(said, wait)
            await around.sleep(wait)
            continue
          }
          const failures = state.breaker.failed(around.now())
          if (attempt > 0 || (asked ?? 0) > patienceMs)
            throw later(said, Math.max(asked ?? 0, backoffMs(failures, around.random)))
          await around.sleep(Math.max(asked ?? 0, jitter()))
        }
      }
    }
  }

  const jitter = () => Math.round(quickRetryMs / 2 + (quickRetryMs / 2) * around.random())

  return {
    get: (path, options) => request('GET', path, options),
    post: (path, options) => request('POST', path, options),
    spooled: (name) => findSpool(around.spoolDir, connection.id, name),
    download: async (url, { name, timeoutMs = 10 * 60_000 }) => {
      const to = { directory: around.spoolDir, owner: connection.id, name }
      const bounded = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
      try {
        return await download({ url, to, fetch: around.fetch, signal: bounded })
      } catch (error) {
        if (signal.aborted || !(error instanceof RetryableDownload)) throw error
        throw later('the download broke off', backoffMs(state.breaker.failed(around.now()), around.random), error)
      }
    },
  }
}

/** 2xx is fine; 401 and 403 are for the customer; 408, 425, 429 and 5xx pass; every other 4xx is our own mistake. */
function defaultVerdict(status: number): Verdict {
  if (status >= 200 && status < 300) return 'ok'
  if (status === 401 || status === 403) return 'ask'
  if (status === 408 || status === 425 || status === 429 || status >= 500) return 'retry'
  return status >= 300 && status < 400 ? 'changed' : 'refused'
}

function toAnswer(what: string, response: Response, text: string): HttpAnswer {
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: <T>(schema: z.ZodType<T>): T => {
      let value: unknown
      try {
        value = JSON.parse(text)
      } catch {
        const type = response.headers.get('content-type') ?? 'no content type'
        throw new ProviderChanged(`${what} answered something that is no JSON (${type})`)
      }
      const parsed = schema.safeParse(value)
      if (parsed.success) return parsed.data
      const paths = parsed.error.issues.map(({ path }) => path.join('.') || '(whole)').join(', ')
      throw new ProviderChanged(`${what}: the answer has another shape at ${paths}`)
    },
  }
}
