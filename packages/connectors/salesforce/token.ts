import { AskCustomer, ProviderChanged, RetryLater } from '@throughline/connector-kit'
import { z } from 'zod'
import { myDomainPattern, withoutSlash } from './hosts.ts'
import { paths } from './paths.ts'
import type { Session } from './schema.ts'

/** No `expires_in`: the org's session timeout decides, and says so nowhere. */
const Granted = z.looseObject({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).optional(),
  instance_url: z.string().regex(myDomainPattern, 'an address of Salesforce'),
  issued_at: z.string().optional(),
  scope: z.string().optional(),
})
const Denied = z.looseObject({ error: z.string(), error_description: z.string().default('') })

const patienceMs = 20_000
const soonMs = 30_000

export interface Grant {
  host: string
  form: Record<string, string>
  fetch: (request: Request) => Promise<Response>
  now: () => Date
  /** What to say where Salesforce says no for good. */
  say: string
  field?: string
}

/**
 * Asks the token endpoint. A refresh token that is rotated is the new one from here on: the old one is dead.
 * @throws AskCustomer where only a person can help, RetryLater where it may go in a moment
 */
export async function askForSession(grant: Grant, before?: Session): Promise<Session> {
  const { host, form, now } = grant
  const later = (why: string, cause?: unknown) =>
    new RetryLater(`the token endpoint: ${why}`, { at: new Date(now().getTime() + soonMs), cause })
  let response: Response
  let text: string
  try {
    response = await grant.fetch(
      new Request(withoutSlash(host) + paths.token, {
        method: 'POST',
        headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams(form).toString(),
        redirect: 'manual',
        signal: AbortSignal.timeout(patienceMs),
      }),
    )
    text = await response.text()
  } catch (error) {
    throw later('no answer', error)
  }
  if (response.status === 429 || response.status >= 500) throw later(`answered ${response.status}`)
  const body = bodyOf(text)
  if (response.ok) return sessionOf(body, now, before)
  const denied = Denied.safeParse(body).data
  if (denied && passes(denied)) throw later(denied.error_description || denied.error)
  throw new AskCustomer(`the token endpoint answered ${response.status} ${denied?.error ?? ''}`.trim(), {
    say: sayOf(denied?.error) ?? grant.say,
    ...(grant.field === undefined ? {} : { field: grant.field }),
  })
}

function sessionOf(body: unknown, now: () => Date, before: Session | undefined): Session {
  const granted = Granted.safeParse(body)
  if (!granted.success) {
    const at = granted.error.issues.map(({ path }) => path.join('.') || '(whole)').join(', ')
    throw new ProviderChanged(`the token endpoint: the answer has another shape at ${at}`)
  }
  const { access_token, refresh_token, instance_url, issued_at, scope } = granted.data
  const refreshToken = refresh_token ?? before?.refreshToken
  const issued = Number(issued_at)
  return {
    accessToken: access_token,
    instanceUrl: withoutSlash(instance_url),
    issuedAt: (Number.isSafeInteger(issued) && issued > 0 ? new Date(issued) : now()).toISOString(),
    scopes: scope?.split(/\s+/) ?? before?.scopes ?? [],
    ...(refreshToken === undefined ? {} : { refreshToken }),
  }
}

/** Two requests with one refresh token at the same moment, and what Salesforce itself asks to have tried again. */
const passes = ({ error, error_description: description }: z.infer<typeof Denied>): boolean =>
  /already being processed|retry your request|temporarily/i.test(description) ||
  ['unknown_error', 'temporarily_unavailable', 'server_error'].includes(error)

function sayOf(error: string | undefined): string | undefined {
  switch (error ?? '') {
    case 'inactive_user':
      return 'The Salesforce user of this connection is deactivated or locked. Activate it, or sign in as another one.'
    case 'inactive_org':
      return 'This Salesforce org is locked, closed or suspended.'
    case 'OAUTH_APP_ACCESS_DENIED':
    case 'OAUTH_APP_BLOCKED':
    case 'OAUTH_APPROVAL_ERROR_GENERIC':
      return 'The Salesforce org blocks this app: since September 2025 an administrator has to install it, or give the user the permission Approve Uninstalled Connected Apps.'
    case 'invalid_client':
    case 'invalid_client_id':
    case 'invalid_app_access':
      return 'Salesforce does not know this app, or its secret, or the user may not use it. Look at the consumer key and secret, and at who is allowed to use the app.'
    default:
      return undefined
  }
}

function bodyOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
