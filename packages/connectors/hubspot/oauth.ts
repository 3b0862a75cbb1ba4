import { AskCustomer, ProviderChanged, RetryLater, type OAuth, type Refresh } from '@throughline/connector-kit'
import { z } from 'zod'
import { api, paths } from './paths.ts'
import type { App, Config, Secrets } from './schema.ts'

/** Must be granted, or HubSpot installs nothing. */
const scopes = [
  'oauth',
  'crm.objects.contacts.read',
  'crm.objects.companies.read',
  'crm.objects.deals.read',
  'crm.objects.owners.read',
]
/** Granted where the account's plan has them: as a required scope one of these would keep smaller plans out. */
const optionalScopes = ['crm.objects.leads.read', 'marketing.campaigns.read', 'forms']
const actionScopes = ['crm.objects.contacts.write', 'crm.objects.deals.write', 'crm.objects.companies.write']

const Token = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).optional(),
  expires_in: z.number().positive(),
  scopes: z.array(z.string()).optional(),
  scope: z.string().optional(),
})
const Refusal = z.looseObject({
  status: z.string().optional(),
  error: z.string().optional(),
  category: z.string().optional(),
  message: z.string().optional(),
})

/** Of a token's life, after which it is renewed: half an hour is short. */
const renewAfter = 0.8
const retryMs = 30_000
const again = 'HubSpot has ended this connection: the app was removed, or the sign-in was withdrawn. Sign in again.'

type OAuthSecrets = NonNullable<Secrets['oauth']>
type Sender = Pick<Refresh<Secrets, App>, 'app' | 'fetch' | 'now'> & { baseUrl: string }

export const oauth: OAuth<Config, Secrets, App> = {
  authorizeUrl: ({ app, redirectUri, state, challenge, forActions, baseUrl }) => {
    const url = new URL('/oauth/authorize', baseUrl ?? 'https://app.hubspot.com')
    const wanted = {
      client_id: app.clientId,
      redirect_uri: redirectUri,
      scope: [...scopes, ...(forActions ? actionScopes : [])].join(' '),
      optional_scope: optionalScopes.join(' '),
      state,
      code_challenge: challenge,
      code_challenge_method: 'S256',
    }
    for (const [name, value] of Object.entries(wanted)) url.searchParams.set(name, value)
    return url
  },
  exchange: async ({ app, code, verifier, redirectUri, baseUrl = api, fetch, now }) => ({
    oauth: await askForToken(
      { app, fetch, now, baseUrl },
      { grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri: redirectUri },
      'HubSpot did not accept this sign-in. Please sign in again.',
    ),
  }),
  mayAct: ({ privateAppToken, oauth: granted }) =>
    privateAppToken !== undefined || actionScopes.every((scope) => granted?.scopes.includes(scope)),
}

/** Renews the access token. A private app's token has nothing to renew it with. */
export async function refresh(input: Refresh<Secrets, App>): Promise<Secrets> {
  const { secrets } = input
  if (secrets.privateAppToken !== undefined || !secrets.oauth)
    throw new AskCustomer('the private app token is no longer accepted', {
      say: 'HubSpot no longer accepts this private app token. Copy the current one from the private app in HubSpot and enter it here.',
      field: 'privateAppToken',
    })
  const { refreshToken } = secrets.oauth
  const renewed = await askForToken(input, { grant_type: 'refresh_token', refresh_token: refreshToken }, again)
  const granted = renewed.scopes.length > 0 ? renewed.scopes : secrets.oauth.scopes
  return { ...secrets, oauth: { ...renewed, scopes: granted } }
}

/** Only what was signed in for runs out. */
export const renewAt = ({ privateAppToken, oauth: signedIn }: Secrets): Date | undefined =>
  privateAppToken === undefined && signedIn ? new Date(signedIn.renewAt) : undefined

export const accessToken = ({ privateAppToken, oauth: signedIn }: Secrets): string =>
  privateAppToken ?? signedIn?.accessToken ?? ''

/** Only a no in HubSpot's own words ends a connection: a busy or broken answer never does. */
const noes = new Set([400, 401, 403])

/** HubSpot takes all of it in the body, and refuses it in the address. */
async function askForToken(
  { app, fetch, now, baseUrl }: Sender,
  grant: Record<string, string>,
  refused: string,
): Promise<OAuthSecrets> {
  const later = (message: string, cause?: unknown) =>
    new RetryLater(message, { at: new Date(now().getTime() + retryMs), cause })
  const body = new URLSearchParams({ ...grant, client_id: app.clientId, client_secret: app.clientSecret })
  let answer: Response
  let text: string
  try {
    answer = await fetch(new Request(baseUrl + paths.token, { method: 'POST', body, redirect: 'manual' }))
    text = await answer.text()
  } catch (error) {
    throw later('no answer about a token', error)
  }
  const said = parse(text)
  if (!answer.ok) {
    const refusedWith = noes.has(answer.status) ? Refusal.safeParse(said).data : undefined
    throw refusedWith
      ? refusal(answer.status, refusedWith, refused)
      : later(`the token’s endpoint answered ${answer.status}`)
  }
  const token = Token.safeParse(said).data
  if (!token) throw new ProviderChanged('the token has another shape')
  return {
    accessToken: token.access_token,
    refreshToken: token.refresh_token ?? grant.refresh_token ?? '',
    renewAt: new Date(now().getTime() + token.expires_in * 1_000 * renewAfter).toISOString(),
    scopes: token.scopes ?? token.scope?.split(' ').filter((scope) => scope !== '') ?? [],
  }
}

/** A fault of the app's own registration is the operator's to mend; all else takes a new sign-in. */
function refusal(status: number, said: z.infer<typeof Refusal>, refused: string): AskCustomer {
  const words = [said.status, said.error, said.category, said.message].join(' ').toUpperCase()
  const ours = /CLIENT_ID|CLIENT_SECRET|INVALID_CLIENT|UNAUTHORIZED_CLIENT|REDIRECT_URI/.test(words)
  return new AskCustomer(`the token’s endpoint answered ${status}`, {
    say: ours
      ? 'HubSpot does not know this installation’s app. Whoever runs it checks the client id, secret and redirect address registered at HubSpot.'
      : refused,
  })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
