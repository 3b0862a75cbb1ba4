import type { z } from 'zod'

/** What applying credentials to a request may change. */
export interface Outgoing {
  url: URL
  headers: Headers
}

/** Exchanges an expired secret for a new one; the kit saves what it returns and calls it once at a time per connection. */
export interface Refresh<Secrets, App = unknown> {
  secrets: Secrets
  /** The app's own secrets, where the connector has an app. */
  app: App
  /** Where the provider is, without a slash at the end: its own address, an emulator's, a proxy's. */
  baseUrl: string
  fetch: (request: Request) => Promise<Response>
  now: () => Date
}

export interface Auth<Secrets, App = unknown> {
  kind: 'basic' | 'api_key' | 'oauth2'
  /** The secrets' own schema; the settings form is drawn from it. */
  secrets: z.ZodType<Secrets>
  apply(request: Outgoing, secrets: Secrets, app: App): void
  /** @throws AskCustomer where only a new sign-in helps (revoked, expired for good) */
  refresh?(input: Refresh<Secrets, App>): Promise<Secrets>
  /** From when on the secrets are renewed before they are used: earlier than they end. */
  renewAt?(secrets: Secrets): Date | undefined
  /** False: these secrets work without the operator's app (a pasted key). True where unsaid. */
  needsApp?(secrets: Secrets): boolean
}

/** HTTP Basic (RFC 7617), UTF-8. */
export function basicAuth<Secrets>(options: {
  secrets: z.ZodType<Secrets>
  user: (secrets: Secrets) => string
  password: (secrets: Secrets) => string
}): Auth<Secrets> {
  return {
    kind: 'basic',
    secrets: options.secrets,
    apply: ({ headers }, secrets) => {
      const pair = `${options.user(secrets)}:${options.password(secrets)}`
      headers.set('authorization', `Basic ${Buffer.from(pair, 'utf8').toString('base64')}`)
    },
  }
}

/** A key in a header, `Authorization: Bearer …` where nothing else is said. */
export function apiKey<Secrets>(options: {
  secrets: z.ZodType<Secrets>
  key: (secrets: Secrets) => string
  header?: string
  prefix?: string
}): Auth<Secrets> {
  const { header = 'authorization', prefix = header === 'authorization' ? 'Bearer ' : '' } = options
  return {
    kind: 'api_key',
    secrets: options.secrets,
    apply: ({ headers }, secrets) => headers.set(header, prefix + options.key(secrets)),
  }
}

/** OAuth 2: a bearer token that `refresh` renews. `apply` where a request needs more than the bearer header. */
export function oauth2<Secrets, App = unknown>(options: {
  secrets: z.ZodType<Secrets>
  accessToken: (secrets: Secrets) => string
  refresh?: (input: Refresh<Secrets, App>) => Promise<Secrets>
  renewAt?: (secrets: Secrets) => Date | undefined
  apply?: (request: Outgoing, secrets: Secrets, app: App) => void
}): Auth<Secrets, App> {
  return {
    kind: 'oauth2',
    secrets: options.secrets,
    apply: (request, secrets, app) => {
      request.headers.set('authorization', `Bearer ${options.accessToken(secrets)}`)
      options.apply?.(request, secrets, app)
    },
    ...(options.refresh ? { refresh: options.refresh } : {}),
    ...(options.renewAt ? { renewAt: options.renewAt } : {}),
  }
}
