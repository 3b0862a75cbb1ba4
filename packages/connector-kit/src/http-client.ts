import { backoffMs, retryAfterMs } from './backoff.ts'
import { createCredentials, type RenewAlone } from './credentials.ts'
import type { Connector } from './define-connector.ts'
import { download, findSpool, RetryableDownload } from './download.ts'
import { AskCustomer, ProviderChanged, Refused, RetryLater } from './errors.ts'
import type { HttpAnswer, HttpClient, Judgement, RequestOptions } from './http.ts'
import type { HttpState } from './http-state.ts'
import { createEchoStop, createRedactor } from './redact.ts'
import { send, type Sent } from './send.ts'
import { judge, toAnswer } from './verdict.ts'

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

export interface HttpClientOptions<Config, Secrets, App> {
  connector: Connector<Config, Secrets, App>
  connection: { id: string; config: Config; secrets: Secrets; baseUrl?: string | undefined; unlimited?: boolean }
  app: App
  state: HttpState
  around: Surroundings
  signal: AbortSignal
  alone: RenewAlone<Secrets>
}

/** Waits up to this long are slept through; longer ones become RetryLater. */
const patienceMs = 1_000
const quickRetryMs = 500
/** What "too many" without a time means. */
const tooManyMs = 60_000
/** Code that is not ours is given answers of up to 12 MiB. */
const longestOutside = 12 * 1024 * 1024
/** A limit that is used up to here rests before it is hit. */
const nearlyUsed = 0.9

/** For code that is not ours: what the provider says of the credentials it was sent is left out of its answer. */
function withoutEcho({ response, text }: Sent, secrets: unknown): Sent {
  const stop = createEchoStop(secrets)
  const headers = [...response.headers].map(([name, value]): [string, string] => [name, stop(value)])
  return { response: new Response(null, { status: response.status, headers }), text: stop(text) }
}

/** The kit's HTTP client: buckets, retries with jitter, timeouts, a circuit breaker, credentials for one host only. */
export function createHttpClient<Config, Secrets, App>(options: HttpClientOptions<Config, Secrets, App>): HttpClient {
  const { connector, connection, app, state, around, signal } = options
  const addressWith = async (secrets: Secrets): Promise<string> =>
    connection.baseUrl ?? (await connector.http.baseUrl(connection.config, secrets))
  const base = async () => new URL((await addressWith(credentials.current())).replace(/\/?$/, '/'))
  const credentials = createCredentials({
    auth: connector.auth,
    stored: connection.secrets,
    app,
    baseUrl: async () => (await addressWith(connection.secrets)).replace(/\/$/, ''),
    state,
    fetch: around.fetch,
    now: around.now,
    alone: options.alone,
  })
  const redact = (text: string) => createRedactor([credentials.current(), app])(text)
  const later = (message: string, waitMs: number, cause?: unknown) =>
    new RetryLater(redact(message), { at: new Date(around.now().getTime() + waitMs), cause })
  const jitter = () => Math.round(quickRetryMs / 2 + (quickRetryMs / 2) * around.random())

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

  async function address(path: string, query: Record<string, string> | undefined): Promise<URL> {
    const home = await base()
    const url = new URL(path.replace(/^\//, ''), home)
    if (url.origin !== home.origin)
      throw new ProviderChanged('a link leads to another host: credentials go to one only')
    for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value)
    return url
  }

  /** What the answer says of the limits that are left is kept, to be shown, and obeyed. */
  async function heed(response: Response): Promise<void> {
    const usage = (await connector.http.usage?.(response, connection.config)) ?? []
    if (usage.length > 0) state.usage = usage
    for (const { used, bucket, restMs } of connection.unlimited ? [] : usage)
      if (bucket !== undefined && restMs !== undefined && used >= nearlyUsed)
        state.bucket(bucket).block(new Date(around.now().getTime() + restMs))
  }

  /** A provider that gives no new credentials for now fails as one that gives no answer: it is left alone in the end. */
  async function renewing<T>(renew: () => Promise<T>): Promise<T> {
    try {
      return await renew()
    } catch (error) {
      if (error instanceof RetryLater) state.breaker.failed(around.now())
      throw error
    }
  }

  async function request(method: string, path: string, request: RequestOptions = {}): Promise<HttpAnswer> {
    const mayRepeat = request.again ?? true
    let refreshed = false
    for (let attempt = 0; ; attempt += 1) {
      await waitForPlace(request.bucket)
      signal.throwIfAborted()
      await renewing(() => credentials.keepFresh())
      const url = await address(path, request.query)
      const what = `${method} ${url.pathname}`
      const used = credentials.current()
      let sent: Sent
      try {
        sent = await send(method, url, request, {
          origin: url.origin,
          fetch: around.fetch,
          signal,
          ...(connector.elsewhere ? { longest: longestOutside } : {}),
          apply: (outgoing) => connector.auth.apply(outgoing, used, app),
        })
      } catch (error) {
        if (signal.aborted || error instanceof ProviderChanged) throw error
        const failures = state.breaker.failed(around.now())
        if (attempt === 0 && mayRepeat) await around.sleep(jitter())
        else throw later(`${what}: no answer`, backoffMs(failures, around.random), error)
        continue
      }
      const { response, text } = connector.elsewhere ? withoutEcho(sent, used) : sent
      await heed(response)
      const judgement: Judgement = request.accept?.includes(response.status)
        ? { verdict: 'ok' }
        : judge(response, await connector.http.classify?.(response, text))
      const said = `${what} answered ${response.status}`
      if (judgement.verdict !== 'retry' || judgement.throttled) state.breaker.succeeded()
      switch (judgement.verdict) {
        case 'ok':
          return toAnswer(what, response, text)
        case 'ask':
          if (response.status === 401 && judgement.renew !== false && !refreshed) {
            refreshed = await renewing(() => credentials.renewed(used))
            if (refreshed) continue
          }
          throw new AskCustomer(said, {
            say: judgement.say ?? `${connector.name} no longer accepts these credentials.`,
          })
        case 'changed':
          throw new ProviderChanged(said, judgement.say === undefined ? {} : { say: judgement.say })
        case 'refused':
          throw new Refused(redact(`${said}: ${text.slice(0, 200)}`), response.status, text)
        case 'retry': {
          const asked = judgement.waitMs ?? retryAfterMs(response.headers.get('retry-after'), around.now())
          if (judgement.throttled) {
            const wait = asked ?? tooManyMs
            const until = new Date(around.now().getTime() + wait)
            if (request.bucket !== undefined) state.bucket(request.bucket).block(until)
            if (wait > patienceMs || attempt > 0) throw later(said, wait)
            await around.sleep(wait)
            continue
          }
          const failures = state.breaker.failed(around.now())
          if (attempt > 0 || !mayRepeat || (asked ?? 0) > patienceMs)
            throw later(said, Math.max(asked ?? 0, backoffMs(failures, around.random)))
          await around.sleep(Math.max(asked ?? 0, jitter()))
        }
      }
    }
  }

  return {
    get: (path, options) => request('GET', path, options),
    post: (path, options) => request('POST', path, options),
    patch: (path, options) => request('PATCH', path, options),
    put: (path, options) => request('PUT', path, options),
    delete: (path, options) => request('DELETE', path, options),
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
