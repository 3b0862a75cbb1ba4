/** Signing in at a provider (RFC 6749, authorization code with PKCE), as data and pure maps; the kit and core hold the state. */
export interface OAuth<Config, Secrets, App> {
  /** Where a person is sent to say yes. `forActions`: scopes for changing things too, asked only once a tenant wants them. */
  authorizeUrl(input: Authorize<Config, App>): URL
  /** Makes secrets of the code that comes back. @throws AskCustomer where the provider says no */
  exchange(input: Exchange<Config, App>): Promise<Secrets>
  /** True where these secrets may change things at the provider. */
  mayAct?(secrets: Secrets): boolean
}

export interface Authorize<Config, App> {
  app: App
  config: Config
  redirectUri: string
  /** Unguessable, single use: core checks that it comes back. */
  state: string
  /** The PKCE challenge (S256); left out by providers that know none. */
  challenge: string
  forActions: boolean
  /** The provider's own address, an emulator's, a proxy's; without a slash at the end. */
  baseUrl?: string | undefined
}

export interface Exchange<Config, App> {
  app: App
  config: Config
  redirectUri: string
  code: string
  verifier: string
  baseUrl?: string | undefined
  fetch: (request: Request) => Promise<Response>
  now: () => Date
}
