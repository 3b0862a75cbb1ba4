import { createHash, createVerify } from 'node:crypto'
import { json } from './emulator-answers.ts'

/** What can be set of signing in. */
export interface OAuthKnobs {
  /** Each refresh gives a new refresh token, and the old one is dead. */
  rotates: boolean
  /** Where calls go from the next token on. */
  instanceUrl: string
  /** So many requests for a token meet another one under way. */
  busy: number
  /** The org's administrator took the access away. */
  revoked: boolean
  /** The apps that the org does not let in. */
  blocks: boolean
}

export interface EmulatedApps {
  /** Registered by the operator. */
  app: { clientId: string; clientSecret: string }
  /** The customer's own: by its secret, or by the certificate of this public key. */
  own: { clientId: string; clientSecret: string; username: string; publicKey?: string }
}

const codeLivesMs = 10 * 60_000
const longestAssertionSeconds = 300

/** The sign-in side of Salesforce: authorize, token, revoke, and which access tokens are good. */
export function createOAuthApi(options: {
  apps: EmulatedApps
  knobs: OAuthKnobs
  orgId: string
  now: () => Date
  first: { access: string; refresh: string }
}) {
  const { apps, knobs, orgId, now } = options
  const codes = new Map<string, { challenge: string; redirectUri: string; at: number }>()
  const access = new Set([options.first.access])
  const refresh = new Set([options.first.refresh])
  let made = 0
  let renewals = 0

  const denied = (error: string, error_description: string) => json(400, { error, error_description })

  function grant(withRefresh: string | undefined): Response {
    made += 1
    const token = `${orgId.slice(0, 15)}!AQ4emulated.access.${made}`
    access.add(token)
    return json(200, {
      access_token: token,
      ...(withRefresh === undefined ? {} : { refresh_token: withRefresh }),
      instance_url: knobs.instanceUrl,
      id: `https://login.salesforce.com/id/${orgId}/0055e000003xyzAAA`,
      token_type: 'Bearer',
      issued_at: String(now().getTime()),
      signature: 'c2lnbmVk',
      scope: 'refresh_token api',
    })
  }

  function newRefresh(): string {
    const token = `5Aep861emulated.refresh.${made + 1}`
    refresh.add(token)
    return token
  }

  function byCode(form: URLSearchParams): Response {
    const code = codes.get(form.get('code') ?? '')
    codes.delete(form.get('code') ?? '')
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    if (!knowsApp(form)) return denied('invalid_client', 'invalid client credentials')
    if (!code || now().getTime() - code.at > codeLivesMs) return denied('invalid_grant', 'expired authorization code')
    if (code.challenge !== challenge) return denied('invalid_grant', 'invalid code verifier')
    if (code.redirectUri !== form.get('redirect_uri')) return denied('redirect_uri_mismatch', 'redirect_uri must match')
    return grant(newRefresh())
  }

  function byRefresh(form: URLSearchParams): Response {
    const token = form.get('refresh_token') ?? ''
    if (!knowsApp(form)) return denied('invalid_client', 'invalid client credentials')
    if (!refresh.has(token)) return denied('invalid_grant', 'expired access/refresh token')
    renewals += 1
    if (!knobs.rotates) return grant(undefined)
    refresh.delete(token)
    return grant(newRefresh())
  }

  function byAssertion(form: URLSearchParams): Response {
    const [head = '', body = '', signature = ''] = (form.get('assertion') ?? '').split('.')
    const { publicKey } = apps.own
    const isSigned =
      publicKey !== undefined &&
      createVerify('RSA-SHA256').update(`${head}.${body}`).verify(publicKey, signature, 'base64url')
    if (!isSigned) return denied('invalid_grant', 'invalid assertion')
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<string, unknown>
    const seconds = now().getTime() / 1_000
    const inTime = Number(claims.exp) > seconds && Number(claims.exp) <= seconds + longestAssertionSeconds
    if (claims.aud !== 'https://login.salesforce.com' || !inTime) return denied('invalid_grant', 'invalid assertion')
    if (claims.iss !== apps.own.clientId) return denied('invalid_client_id', 'client identifier invalid')
    if (claims.sub !== apps.own.username) return denied('invalid_grant', "user hasn't approved this consumer")
    renewals += 1
    return grant(undefined)
  }

  const knowsApp = (form: URLSearchParams): boolean =>
    form.get('client_id') === apps.app.clientId && form.get('client_secret') === apps.app.clientSecret

  function token(form: URLSearchParams): Response {
    if (knobs.blocks) return denied('OAUTH_APP_BLOCKED', 'this app is blocked by admin')
    if (knobs.busy > 0) {
      knobs.busy -= 1
      return denied('invalid_grant', 'token request is already being processed')
    }
    if (knobs.revoked) return denied('invalid_grant', 'expired access/refresh token')
    switch (form.get('grant_type') ?? '') {
      case 'authorization_code':
        return byCode(form)
      case 'refresh_token':
        return byRefresh(form)
      case 'client_credentials': {
        const { clientId, clientSecret } = apps.own
        const known = form.get('client_id') === clientId && form.get('client_secret') === clientSecret
        if (!known) return denied('invalid_client', 'invalid client credentials')
        renewals += 1
        return grant(undefined)
      }
      case 'urn:ietf:params:oauth:grant-type:jwt-bearer':
        return byAssertion(form)
      default:
        return denied('unsupported_grant_type', 'grant type not supported')
    }
  }

  return {
    renewals: () => renewals,
    isGood: (bearer: string): boolean => !knobs.revoked && access.has(bearer),
    /** No access token is good any more; refresh tokens are. */
    expire: () => access.clear(),
    async answer(request: Request, url: URL): Promise<Response> {
      if (url.pathname.endsWith('/authorize')) {
        const asked = url.searchParams
        const code = `aPrx.${codes.size + 1}.${made}`
        const redirectUri = asked.get('redirect_uri') ?? ''
        if (asked.get('client_id') !== apps.app.clientId)
          return denied('invalid_client_id', 'client identifier invalid')
        codes.set(code, { challenge: asked.get('code_challenge') ?? '', redirectUri, at: now().getTime() })
        const back = new URL(redirectUri)
        back.searchParams.set('code', code)
        back.searchParams.set('state', asked.get('state') ?? '')
        return new Response(null, { status: 302, headers: { location: back.href } })
      }
      const form = new URLSearchParams(await request.text())
      if (url.pathname.endsWith('/revoke')) {
        knobs.revoked = refresh.has(form.get('token') ?? '') || access.has(form.get('token') ?? '')
        return new Response(null, { status: knobs.revoked ? 200 : 400 })
      }
      return token(form)
    },
  }
}
