import { AskCustomer, type OAuth } from '@throughline/connector-kit'
import type { App, Config, Secrets } from './schema.ts'
import { askForToken, inspectToken } from './token.ts'

const graph = 'https://graph.facebook.com'
const dialog = 'https://www.facebook.com'

const readScopes = ['ads_read', 'business_management']
/** Includes all reading of ads; asked for only once a client wants to change things from here. */
const actScope = 'ads_management'

/** Signing in with Facebook. Meta knows no PKCE for web apps: the state, checked by core, and the app's secret stand in its place. */
export const oauth: OAuth<Config, Secrets, App> = {
  authorizeUrl({ app, config, redirectUri, state, forActions, baseUrl = dialog }) {
    const url = new URL(`${baseUrl}/${config.apiVersion}/dialog/oauth`)
    url.searchParams.set('client_id', app.appId)
    url.searchParams.set('redirect_uri', redirectUri)
    url.searchParams.set('state', state)
    url.searchParams.set('response_type', 'code')
    url.searchParams.set('scope', [...readScopes, ...(forActions ? [actScope] : [])].join(','))
    // Asks again for what was refused before, which the dialog would otherwise leave out.
    url.searchParams.set('auth_type', 'rerequest')
    return url
  },

  async exchange({ app, redirectUri, code, baseUrl = graph, fetch, now }) {
    const desk = { app, baseUrl, fetch, now }
    const short = await askForToken(desk, { redirect_uri: redirectUri, code })
    const token = await askForToken(desk, {
      grant_type: 'fb_exchange_token',
      fb_exchange_token: short.accessToken,
    })
    const scopes = (await inspectToken(desk, token.accessToken)) ?? readScopes
    if (!scopes.includes('ads_read') && !scopes.includes(actScope))
      throw new AskCustomer('ads_read was not granted', {
        say: 'The permission to read ads was unticked. Please sign in once more and leave it ticked.',
      })
    return { oauth: { ...token, scopes } }
  },

  mayAct: ({ systemUserToken, tokenMayAct, oauth }) =>
    systemUserToken === undefined ? (oauth?.scopes.includes(actScope) ?? false) : (tokenMayAct ?? false),
}
