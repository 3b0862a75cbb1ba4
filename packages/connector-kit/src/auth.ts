import type { z } from 'zod'

/** What applying credentials to a request may change. */
export interface Outgoing {
  url: URL
  headers: Headers
}

/** Exchanges an expired secret for a new one; the kit saves what it returns and calls it once at a time per connection. */
export interface Refresh<Secrets> {
  secrets: Secrets
  fetch: (request: Request) => Promise<Response>
  now: () => Date
}

export interface Auth<Secrets> {
  kind: 'basic' | 'api_key' | 'oauth2'
  /** The secrets' own schema; the settings form is drawn from it. */
  secrets: z.ZodType<Secrets>
  apply(request: Outgoing, secrets: Secrets): void
  refresh?(input: Refresh<Secrets>): Promise<Secrets>
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

/** OAuth 2: a bearer token that `refresh` renews. */
export function oauth2<Secrets>(options: {
  secrets: z.ZodType<Secrets>
  accessToken: (secrets: Secrets) => string
  refresh: (input: Refresh<Secrets>) => Promise<Secrets>
}): Auth<Secrets> {
  return {
    kind: 'oauth2',
    secrets: options.secrets,
    apply: ({ headers }, secrets) => headers.set('authorization', `Bearer ${options.accessToken(secrets)}`),
    refresh: options.refresh,
  }
}
