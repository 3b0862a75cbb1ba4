import { createHmac } from 'node:crypto'
import { AskCustomer, oauth2, type Auth, type Refresh } from '@throughline/connector-kit'
import { Secrets, type App, type SignedIn } from './schema.ts'
import { askForToken, inspectToken } from './token.ts'

const dayMs = 86_400_000
/** Renewed after this share of a token's life, or when so little of it is left, whichever comes first. */
const renewAfter = 0.75
const renewBeforeMs = 10 * dayMs

/** The token in use: a pasted one is the newer wish, for signing in replaces all that was typed. */
const tokenOf = ({ systemUserToken, oauth }: Secrets): string => systemUserToken ?? oauth?.accessToken ?? ''

/** What Meta wants beside a token: lower hex HMAC-SHA-256 of it, keyed with the secret of the app it was made for. */
export function appSecretProof(token: string, appSecret: string): string {
  return createHmac('sha256', appSecret).update(token).digest('hex')
}

export const auth: Auth<Secrets, App> = {
  ...oauth2<Secrets, App>({
    secrets: Secrets,
    accessToken: tokenOf,
    apply: ({ url }, secrets, app: App | undefined) => {
      const own = secrets.systemUserToken === undefined ? undefined : secrets.tokenAppSecret
      const secret = own ?? app?.appSecret
      if (secret) url.searchParams.set('appsecret_proof', appSecretProof(tokenOf(secrets), secret))
    },
    refresh,
    renewAt: ({ systemUserToken, oauth }) => (systemUserToken === undefined && oauth ? renewAt(oauth) : undefined),
  }),
  needsApp: ({ systemUserToken }) => systemUserToken === undefined,
}

function renewAt({ issuedAt, expiresAt }: SignedIn): Date | undefined {
  if (expiresAt === undefined) return undefined
  const [from, to] = [Date.parse(issuedAt), Date.parse(expiresAt)]
  return new Date(Math.min(from + (to - from) * renewAfter, Math.max(from, to - renewBeforeMs)))
}

/** A token that is still good is exchanged for one that is good for longer; one that has ended cannot be. */
async function refresh({ secrets, app, baseUrl, fetch, now }: Refresh<Secrets, App | undefined>): Promise<Secrets> {
  const { systemUserToken, oauth } = secrets
  if (systemUserToken !== undefined || !oauth || !app)
    throw new AskCustomer('a pasted token is not renewed', {
      say: 'Meta no longer accepts this token. Make a new one for the system user in Business settings and paste it here, or sign in with Facebook.',
      field: 'systemUserToken',
    })
  const asked = { app, baseUrl, fetch, now }
  const token = await askForToken(asked, { grant_type: 'fb_exchange_token', fb_exchange_token: oauth.accessToken })
  const inspected = await inspectToken(asked, token.accessToken)
  return { oauth: { ...token, scopes: inspected ?? oauth.scopes } }
}
