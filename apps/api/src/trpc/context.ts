import type { FetchCreateContextFnOptions } from '@trpc/server/adapters/fetch'
import type { Authenticated } from '@throughline/core/sign-in'
import type { ApiDeps } from '../deps.ts'
import { browserMark, setBrowserCookie } from '../http/browser-cookie.ts'
import { isOwnMachine } from '../http/own-machine.ts'
import { clearSessionCookie, sessionToken, setSessionCookie } from '../http/session-cookie.ts'
import type { Services } from '../services.ts'
import type { TenantGate } from '../tenant-gate.ts'

/** What every procedure is given. */
export interface ApiContext {
  readonly requestId: string
  readonly services: Services
  readonly gate: TenantGate
  /** What this request's procedures asked of clients, for the meter. */
  readonly asked: Asked[]
  readonly deps: Pick<ApiDeps, 'now' | 'metrics' | 'meter' | 'publicUrl'>
  /** The caller's network address: limits count by it. */
  readonly address: string
  /** They sit at the machine that serves. */
  readonly atOwnMachine: boolean
  /** What the browser kept of having signed in before, as its cookie says. */
  readonly browser: string | undefined
  /** As the cookie says; whether it proves anybody is for `authenticated` to say. */
  readonly token: string | undefined
  /** Who the session's token proves; asked once per request, and at each one anew. */
  authenticated(): Promise<Authenticated | undefined>
  /** Puts a session into the browser, or takes it out. */
  remember(session: { token: string; expiresAt: Date }): void
  forget(): void
  /** Lets the browser keep that it signed in. It stays when the session goes. */
  rememberBrowser(mark: { text: string; expiresAt: Date }): void
}

/** One procedure that ran for a client. */
export interface Asked {
  tenantId: string
  ms: number
  cpuUs: number
  failed: boolean
}

interface FromHttp {
  readonly requestId: string
  readonly address: string
  readonly gate: TenantGate
  readonly asked: Asked[]
}

/** Makes the context of one HTTP request, which all procedures of a batch share. */
export function createContext(
  deps: ApiDeps,
  http: FromHttp,
  { req, resHeaders }: FetchCreateContextFnOptions,
): ApiContext {
  const token = sessionToken(req.headers)
  const publicUrl = new URL(deps.publicUrl)
  const remember: ApiContext['remember'] = ({ token, expiresAt }) =>
    setSessionCookie(resHeaders, token, expiresAt, publicUrl)
  const ask = async (): Promise<Authenticated | undefined> => {
    if (token === undefined) return undefined
    const found = await deps.services.signIn.authenticate(token)
    if (found?.renewed) remember({ token, expiresAt: found.expiresAt })
    return found
  }
  let asked: Promise<Authenticated | undefined> | undefined
  return {
    ...http,
    services: deps.services,
    deps,
    atOwnMachine: isOwnMachine({ publicUrl: deps.publicUrl, address: http.address, headers: req.headers }),
    browser: browserMark(req.headers),
    token,
    authenticated: () => (asked ??= ask()),
    remember,
    forget: () => clearSessionCookie(resHeaders, publicUrl),
    rememberBrowser: ({ text, expiresAt }) => setBrowserCookie(resHeaders, text, expiresAt, publicUrl),
  }
}
