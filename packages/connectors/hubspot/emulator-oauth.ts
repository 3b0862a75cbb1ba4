import { createHash } from 'node:crypto'
import { json, refusal } from './emulator-answers.ts'
import type { App } from './schema.ts'

const livesMs = 1_800_000
const codeLivesMs = 60_000

interface Grant {
  scopes: string[]
  /** PKCE, where it was begun with one. */
  challenge?: string
}

export interface EmulatedOAuth {
  /** What answers an address below /oauth, or undefined. */
  answer(request: Request, url: URL): Promise<Response | undefined>
  /** Whose access token this is: its scopes, or undefined where it is none that is good. */
  scopesOf(token: string): readonly string[] | undefined
  /** From now on no access token is good. */
  expire(): void
  /** The customer removed the app. */
  revoke(): void
  /** A code as the sign-in page would hand it back. */
  code(scopes: string[], challenge?: string): string
  /** Tokens that were good before anybody signed in. */
  admit(accessToken: string, refreshToken: string, scopes: string[]): void
  renewals(): number
}

/** HubSpot's sign-in: codes, tokens of half an hour, refresh tokens without an end. */
export function createOAuth(options: { now: () => number; app: () => App; portalId: string }): EmulatedOAuth {
  const { now, app, portalId } = options
  const access = new Map<string, { until: number; scopes: string[] }>()
  const refreshes = new Map<string, Grant>()
  const codes = new Map<string, Grant & { until: number }>()
  let made = 0
  let renewals = 0

  /** Of 300 characters and more, as version 3 makes them. */
  const secretOf = (kind: string): string => {
    made += 1
    const part = createHash('sha256').update(`${kind} ${portalId} ${made}`).digest('hex')
    return kind === 'access' ? `CPS${part.repeat(5).slice(0, 300)}` : `na1-${part.slice(0, 36)}`
  }

  function tokens(refreshToken: string, grant: Grant): Response {
    const accessToken = secretOf('access')
    access.set(accessToken, { until: now() + livesMs, scopes: grant.scopes })
    refreshes.set(refreshToken, grant)
    return json(200, {
      token_type: 'bearer',
      token_use: 'access_token',
      access_token: accessToken,
      refresh_token: refreshToken,
      expires_in: livesMs / 1_000,
      hub_id: Number(portalId),
      user_id: 6_120_041,
      scopes: grant.scopes,
    })
  }

  async function token(request: Request, url: URL): Promise<Response> {
    const body = new URLSearchParams(await request.text())
    const said = (name: string) => body.get(name) ?? ''
    if (['client_secret', 'code', 'refresh_token'].some((name) => url.searchParams.has(name)))
      return refusal(400, 'VALIDATION_ERROR', 'Parameters are taken in the body only')
    if (said('client_id') !== app().clientId || said('client_secret') !== app().clientSecret)
      return json(400, { status: 'BAD_CLIENT_SECRET', message: 'missing or invalid client secret' })
    if (said('grant_type') === 'authorization_code') {
      const code = codes.get(said('code'))
      codes.delete(said('code'))
      const proved = code?.challenge === undefined || code.challenge === challengeOf(said('code_verifier'))
      if (!code || code.until < now() || !proved)
        return json(400, { status: 'BAD_AUTH_CODE', message: 'missing or unknown auth code' })
      return tokens(secretOf('refresh'), code)
    }
    const refreshToken = said('refresh_token')
    const grant = refreshes.get(refreshToken)
    if (said('grant_type') !== 'refresh_token' || !grant)
      return json(400, { status: 'BAD_REFRESH_TOKEN', message: 'missing or invalid refresh token' })
    renewals += 1
    return tokens(refreshToken, grant)
  }

  /** The page where a person says yes says yes at once. */
  function authorize(url: URL): Response {
    const query = url.searchParams
    if (query.get('client_id') !== app().clientId) return refusal(400, 'VALIDATION_ERROR', 'unknown client')
    const scopes = `${query.get('scope') ?? ''} ${query.get('optional_scope') ?? ''}`
      .split(' ')
      .filter((each) => each !== '')
    const back = new URL(query.get('redirect_uri') ?? '')
    back.searchParams.set('code', oauth.code(scopes, query.get('code_challenge') ?? undefined))
    back.searchParams.set('state', query.get('state') ?? '')
    return new Response(null, { status: 302, headers: { location: back.href } })
  }

  const oauth: EmulatedOAuth = {
    answer: async (request, url) => {
      if (url.pathname === '/oauth/authorize') return authorize(url)
      const match = /^\/oauth\/(?:v1|v3|\d{4}-\d{2})\/token(\/introspect|\/revoke)?$/.exec(url.pathname)
      if (!match) return undefined
      const [, what] = match
      if (what === undefined) return token(request, url)
      const given = new URLSearchParams(await request.text()).get('token') ?? ''
      if (what === '/revoke') {
        refreshes.delete(given)
        return json(200, {})
      }
      const scopes = oauth.scopesOf(given)
      return json(200, scopes ? { active: true, hub_id: Number(portalId), scopes } : { active: false })
    },
    scopesOf: (given) => {
      const it = access.get(given)
      return it && it.until > now() ? it.scopes : undefined
    },
    expire: () => access.clear(),
    revoke: () => {
      access.clear()
      refreshes.clear()
    },
    code: (scopes, challenge) => {
      const code = secretOf('code')
      codes.set(code, { scopes, until: now() + codeLivesMs, ...(challenge === undefined ? {} : { challenge }) })
      return code
    },
    admit: (accessToken, refreshToken, scopes) => {
      access.set(accessToken, { until: now() + livesMs, scopes })
      refreshes.set(refreshToken, { scopes })
    },
    renewals: () => renewals,
  }
  return oauth
}

const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url')
