import { appSecretProof } from './auth.ts'
import { GraphRefusal, type Asked } from './emulator-answer.ts'
import type { App } from './schema.ts'

const longMs = 60 * 86_400_000
const shortSeconds = 5_400

export interface EmulatedToken {
  expiresAt?: number
  scopes: string[]
  /** The subcode that it is refused with. */
  revoked?: 458 | 460 | 463 | 467
  /** Of a person who may see these accounts only; all where unsaid. */
  accounts?: string[]
}

/** Tokens, codes and the app they are for. */
export class EmulatedTokens {
  readonly #tokens = new Map<string, EmulatedToken>()
  readonly #codes = new Map<string, { scopes: string[]; redirectUri: string }>()
  readonly #now: () => Date
  readonly #app: App
  /** What the person at the dialog unticks. */
  refusedScopes: string[] = []
  /** The proof is wanted with every call, as the app's settings can have it. */
  wantsProof = true
  exchanges = 0
  #made = 0

  constructor(app: App, now: () => Date) {
    this.#app = app
    this.#now = now
  }

  add(token: string, what: EmulatedToken): void {
    this.#tokens.set(token, what)
  }

  /** Changes what a token may do from now on. */
  change(token: string, what: Partial<EmulatedToken>): void {
    this.#tokens.set(token, { scopes: [], ...this.#tokens.get(token), ...what })
  }

  has(token: string): boolean {
    return this.#tokens.has(token)
  }

  /** The token's own, where it is good for anything. @throws GraphRefusal 190 where not, 100 without its proof */
  open({ token, params }: Asked): EmulatedToken {
    const found = this.#tokens.get(token)
    if (!found) throw dead(467, 'Invalid OAuth access token')
    if (found.revoked !== undefined) throw dead(found.revoked, 'Error validating access token')
    if (found.expiresAt !== undefined && found.expiresAt <= this.#now().getTime())
      throw dead(463, 'Error validating access token: Session has expired')
    if (this.wantsProof && params.appsecret_proof !== appSecretProof(token, this.#app.appSecret))
      throw new GraphRefusal({ code: 100, message: 'Invalid appsecret_proof provided in the API argument' })
    return found
  }

  /** The person says yes at once and is sent back. */
  dialog(url: URL): Response {
    const redirectUri = url.searchParams.get('redirect_uri') ?? ''
    const asked = (url.searchParams.get('scope') ?? '').split(',')
    const scopes = asked.filter((scope) => !this.refusedScopes.includes(scope))
    this.#made += 1
    const code = `AQ-code-${this.#made}`
    this.#codes.set(code, { scopes, redirectUri })
    const back = new URL(redirectUri)
    back.searchParams.set('code', code)
    back.searchParams.set('state', url.searchParams.get('state') ?? '')
    return new Response(null, { status: 302, headers: { location: back.href } })
  }

  /** A code for a token of hours; a token that is still good for one of about sixty days. */
  exchange(params: Record<string, string>): unknown {
    if (params.client_id !== this.#app.appId || params.client_secret !== this.#app.appSecret)
      throw new GraphRefusal({ code: 1, message: 'Error validating client secret.' })
    if (params.grant_type === 'fb_exchange_token') {
      const held = this.#tokens.get(params.fb_exchange_token ?? '')
      const over = held?.expiresAt !== undefined && held.expiresAt <= this.#now().getTime()
      if (!held || held.revoked !== undefined || over) throw dead(463, 'Session has expired')
      this.exchanges += 1
      return this.#issue(held.scopes, longMs / 1_000 - 56, held.accounts)
    }
    const code = this.#codes.get(params.code ?? '')
    this.#codes.delete(params.code ?? '')
    if (!code || code.redirectUri !== params.redirect_uri)
      throw new GraphRefusal({ code: 100, subcode: 36_009, message: 'This authorization code has been used.' })
    return this.#issue(code.scopes, shortSeconds)
  }

  inspect(params: Record<string, string>): unknown {
    const { appId, appSecret } = this.#app
    if (params.access_token !== `${appId}|${appSecret}`) throw dead(467, 'Invalid OAuth access token')
    const held = this.#tokens.get(params.input_token ?? '')
    const expires_at = Math.floor((held?.expiresAt ?? 0) / 1_000)
    return {
      data: {
        app_id: appId,
        type: 'USER',
        is_valid: Boolean(held),
        expires_at,
        scopes: held?.scopes ?? [],
        user_id: '777',
      },
    }
  }

  #issue(scopes: string[], seconds: number, accounts?: string[]): unknown {
    this.#made += 1
    const token = `EAAB-emulated-${this.#made}`
    const expiresAt = this.#now().getTime() + seconds * 1_000
    this.add(token, { scopes, expiresAt, ...(accounts ? { accounts } : {}) })
    return { access_token: token, token_type: 'bearer', expires_in: seconds }
  }
}

const dead = (subcode: number, message: string): GraphRefusal =>
  new GraphRefusal({ code: 190, subcode, message, status: 401 })
