import { AskCustomer, oauth2, type Auth, type OAuth, type Refresh } from '@throughline/connector-kit'
import { createSign } from 'node:crypto'
import { loginHostOf, loginHosts, withoutSlash } from './hosts.ts'
import { paths } from './paths.ts'
import { sessionOf, Secrets, waysIn, type App, type Config } from './schema.ts'
import { askForSession, type Grant } from './token.ts'

/** A session lives 15 minutes to 24 hours as the org sets it, 2 hours where nobody did, and longer while it is used. */
const renewAfterMs = 0.8 * 2 * 3_600_000
/** Salesforce takes assertions that end within five minutes. */
const assertionSeconds = 180

const hostOf = ({ environment, loginDomain }: Config, baseUrl: string | undefined): string =>
  withoutSlash(baseUrl ?? loginDomain ?? loginHosts[environment])

/** Signing in by authorization code with PKCE. Reading and writing need the same scope, so actions ask for nothing more. */
export const oauth: OAuth<Config, Secrets, App> = {
  authorizeUrl({ app, config, redirectUri, state, challenge, baseUrl }) {
    const url = new URL(hostOf(config, baseUrl) + paths.authorize)
    const asked = {
      response_type: 'code',
      client_id: app.clientId,
      redirect_uri: redirectUri,
      scope: 'api refresh_token',
      state,
      code_challenge: challenge,
      code_challenge_method: 'S256',
    }
    for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value)
    return url
  },
  async exchange({ app, config, redirectUri, code, verifier, baseUrl, fetch, now }) {
    const session = await askForSession({
      host: hostOf(config, baseUrl),
      form: {
        grant_type: 'authorization_code',
        code,
        client_id: app.clientId,
        client_secret: app.clientSecret,
        redirect_uri: redirectUri,
        code_verifier: verifier,
      },
      fetch,
      now,
      say: 'Salesforce did not accept this sign-in: it took too long or was used already. Please sign in again.',
    })
    return { session }
  },
  mayAct: ({ session }) => session === undefined || session.scopes.length === 0 || mayWrite(session.scopes),
}

const mayWrite = (scopes: readonly string[]): boolean => scopes.includes('api') || scopes.includes('full')

export const auth: Auth<Secrets, App> = {
  ...oauth2<Secrets, App>({
    secrets: Secrets,
    accessToken: (secrets) => sessionOf(secrets)?.accessToken ?? '',
    refresh: async (input) => ({
      ...input.secrets,
      session: await askForSession(grantOf(input), input.secrets.session),
    }),
    renewAt: (secrets) => {
      const session = sessionOf(secrets)
      return new Date(session ? Date.parse(session.issuedAt) + renewAfterMs : 0)
    },
  }),
  needsApp: (secrets) => waysIn(secrets) === 'session',
}

function grantOf({ secrets, app, baseUrl, fetch, now }: Refresh<Secrets, App>): Grant {
  const shared = { host: baseUrl, fetch, now }
  const { clientId = '', clientSecret = '', username = '', privateKey = '' } = secrets
  switch (waysIn(secrets)) {
    case 'session':
      return {
        ...shared,
        form: {
          grant_type: 'refresh_token',
          refresh_token: secrets.session?.refreshToken ?? '',
          client_id: app.clientId,
          client_secret: app.clientSecret,
        },
        say: 'Salesforce no longer accepts this connection: access was revoked, the password changed, or the refresh token ran out by the org’s policy. Sign in at Salesforce again.',
      }
    case 'client credentials':
      return {
        ...shared,
        form: { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret },
        say: 'Salesforce does not accept this consumer key and secret. The app needs the client credentials flow switched on, and a user to run as.',
        field: 'clientSecret',
      }
    case 'jwt':
      return {
        ...shared,
        form: {
          grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
          assertion: assertion({ clientId, username, privateKey, audience: loginHostOf(baseUrl), now }),
        },
        say: 'Salesforce does not accept this certificate and user. An administrator pre-authorises the user for the app, and uploads the certificate of this private key.',
        field: 'privateKey',
      }
  }
}

/** A signed assertion (RFC 7523, RS256). @throws AskCustomer where the key is none */
function assertion(claims: {
  clientId: string
  username: string
  privateKey: string
  audience: string
  now: () => Date
}): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const exp = Math.floor(claims.now().getTime() / 1_000) + assertionSeconds
  const signed = `${encode({ alg: 'RS256' })}.${encode({ iss: claims.clientId, sub: claims.username, aud: claims.audience, exp })}`
  try {
    return `${signed}.${createSign('RSA-SHA256').update(signed).sign(claims.privateKey, 'base64url')}`
  } catch {
    throw new AskCustomer('the private key is none', {
      say: 'This private key cannot be read. Enter it whole, in PEM, with its first and last line.',
      field: 'privateKey',
    })
  }
}
