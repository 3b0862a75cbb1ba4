import type { Account } from './account.ts'
import type { RenewAlone } from './credentials.ts'
import type { Connector, Ctx } from './define-connector.ts'
import { forConnection } from './elsewhere.ts'
import { AskCustomer } from './errors.ts'
import { createHttpClient, type Surroundings } from './http-client.ts'
import type { HttpStates } from './http-state.ts'
import { issuesOf } from './observe.ts'
import { createPseudonym } from './pseudonym.ts'
import type { z } from 'zod'

/** One tenant's configured use of a connector, as stored: nothing of it is trusted to fit the schema. */
export interface Connection {
  id: string
  config: unknown
  secrets: unknown
  /** What the last check found; none before the first. */
  accounts?: readonly Account[]
  /** Reads from here instead of the provider's own address: an emulator, a proxy. */
  baseUrl?: string
  /** What `pseudonym` is keyed with, the tenant's own; the connection's id where unsaid. Never to change. */
  pseudonymKey?: string
  /** No rate limits on our side: history from an emulator. */
  unlimited?: boolean
}

export interface ConnectOptions<Config, Secrets, App = unknown> {
  connector: Connector<Config, Secrets, App>
  connection: Connection
  /** What the operator registered at the provider; nothing of it is trusted to fit the schema. */
  app?: unknown
  /** Shared by all that this process does, so that limits are shared too. */
  states: HttpStates
  around: Surroundings
  signal: AbortSignal
  /** Renews secrets one at a time over all processes and saves them; in this process alone, saving nothing, where unsaid. */
  renewAlone?: RenewAlone<Secrets>
}

/** What a connector works with, made of a stored connection. @throws AskCustomer where the settings do not fit. */
export function connect<Config, Secrets, App>(options: ConnectOptions<Config, Secrets, App>): Ctx<Config> {
  const { connection, signal } = options
  const connector = forConnection(options.connector, connection.id)
  const around = connector.elsewhere
    ? { ...options.around, fetch: connector.elsewhere.guard(options.around.fetch, connection.baseUrl) }
    : options.around
  const config = settings(connector, 'config', connector.config.safeParse(connection.config))
  const secrets = settings(connector, 'secrets', connector.auth.secrets.safeParse(connection.secrets))
  const http = createHttpClient({
    connector,
    connection: { ...connection, config, secrets },
    app:
      connector.auth.needsApp?.(secrets) === false ? appIfAny(connector, options.app) : appOf(connector, options.app),
    state: options.states.of(connection.id, connector.http.limits),
    around,
    signal,
    alone: options.renewAlone ?? ((used, renew) => renew(used)),
  })
  const pseudonym = createPseudonym(connection.pseudonymKey ?? connection.id)
  return {
    config,
    accounts: connection.accounts ?? [],
    http,
    now: around.now,
    random: around.random,
    pseudonym,
    signal,
  }
}

/** @throws AskCustomer where the operator has not registered an app that the connector needs */
export function appOf<App>(connector: { name: string; app?: z.ZodType<App> }, registered: unknown): App {
  if (!connector.app) return undefined as App
  const parsed = connector.app.safeParse(registered)
  if (parsed.success) return parsed.data
  throw new AskCustomer(`no app is registered for ${connector.name}`, {
    say: `${connector.name} is not set up on this installation yet. Whoever runs it registers an app there first.`,
  })
}

/** For secrets that need no app: the one that is registered, if one is. */
function appIfAny<App>(connector: { app?: z.ZodType<App> }, registered: unknown): App {
  return connector.app?.safeParse(registered).data as App
}

/** Tries a connection's credentials and settings. @returns its accounts. @throws AskCustomer in words the customer can act on. */
export async function checkConnection<Config, Secrets, App>(
  options: ConnectOptions<Config, Secrets, App>,
): Promise<readonly Account[]> {
  const connector = forConnection(options.connector, options.connection.id)
  return (await connector.check(connect({ ...options, connector }))) ?? []
}

type Parsed<T> = ReturnType<z.ZodType<T>['safeParse']>

function settings<T>(connector: { name: string }, which: string, parsed: Parsed<T>): T {
  if (parsed.success) return parsed.data
  const [first] = issuesOf(parsed.error)
  const field = first?.path || which
  throw new AskCustomer(`${which} do not fit at ${field}`, {
    say: `Please look at the setting "${field}" of ${connector.name}: ${first?.message ?? 'it does not fit'}.`,
    field,
  })
}
