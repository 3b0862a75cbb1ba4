import { AskCustomer, RetryLater } from '@throughline/connector-kit'
import { z } from 'zod'
import { readGraphError } from './graph-error.ts'
import type { App, SignedIn } from './schema.ts'
import { latestVersion } from './version.ts'

/** What asking Meta for a token needs: the app, where Meta is, the network and the clock. */
export interface TokenDesk {
  app: App
  /** Without a slash at the end. */
  baseUrl: string
  fetch: (request: Request) => Promise<Response>
  now: () => Date
}

const Token = z.looseObject({ access_token: z.string().min(1), expires_in: z.coerce.number().positive().optional() })
const Inspected = z.looseObject({
  data: z.looseObject({ is_valid: z.boolean().optional(), scopes: z.array(z.string()).optional() }),
})

const againMs = 60_000

/**
 * Asks for a token: with a code, or with a token that is still good.
 * @throws AskCustomer where only signing in again helps, RetryLater where Meta does not answer. Neither names what was sent.
 */
export async function askForToken(desk: TokenDesk, what: Record<string, string>): Promise<Omit<SignedIn, 'scopes'>> {
  const issuedAt = desk.now()
  const answer = await ask(desk, '/oauth/access_token', {
    client_id: desk.app.appId,
    client_secret: desk.app.appSecret,
    ...what,
  })
  const token = Token.safeParse(answer)
  if (!token.success) throw later(desk, 'the token’s answer has another shape')
  const { access_token: accessToken, expires_in: seconds } = token.data
  const expiresAt = seconds === undefined ? undefined : new Date(issuedAt.getTime() + seconds * 1_000)
  return {
    accessToken,
    issuedAt: issuedAt.toISOString(),
    ...(expiresAt ? { expiresAt: expiresAt.toISOString() } : {}),
  }
}

/** The permissions that a token really has: people may untick some. Undefined where Meta does not say. */
export async function inspectToken(desk: TokenDesk, token: string): Promise<string[] | undefined> {
  const { appId, appSecret } = desk.app
  const answer = await ask(desk, '/debug_token', { input_token: token, access_token: `${appId}|${appSecret}` })
  return Inspected.safeParse(answer).data?.data.scopes
}

async function ask(desk: TokenDesk, path: string, query: Record<string, string>): Promise<unknown> {
  const url = new URL(`${desk.baseUrl}/${latestVersion}${path}`)
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  let response: Response
  let text: string
  try {
    response = await desk.fetch(new Request(url, { redirect: 'manual', signal: AbortSignal.timeout(30_000) }))
    text = await response.text()
  } catch {
    throw later(desk, 'no answer')
  }
  if (response.ok) return parsed(text)
  const error = readGraphError(text)
  if (response.status >= 500 || response.status === 429 || error?.transient) throw later(desk, `${response.status}`)
  throw new AskCustomer(`Meta gives no token (${response.status}, code ${error?.code ?? 'none'})`, {
    say: 'Meta gave no token: the sign-in has ended or was taken back. Please sign in with Facebook again; reading goes on where it stopped.',
  })
}

const later = (desk: TokenDesk, what: string): RetryLater =>
  new RetryLater(`a token could not be had: ${what}`, { at: new Date(desk.now().getTime() + againMs) })

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
