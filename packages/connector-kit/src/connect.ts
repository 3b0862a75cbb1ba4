import type { Connector, Ctx } from './define-connector.ts'
import { AskCustomer } from './errors.ts'
import { createHttpClient, type Surroundings } from './http-client.ts'
import type { HttpStates } from './http-state.ts'
import { issuesOf } from './observe.ts'

/** One tenant's configured use of a connector, as stored: nothing of it is trusted to fit the schema. */
export interface Connection {
  id: string
  config: unknown
  secrets: unknown
  /** Reads from here instead of the provider's own address: an emulator, a proxy. */
  baseUrl?: string
  /** No rate limits on our side: history from an emulator. */
  unlimited?: boolean
}

export interface ConnectOptions<Config, Secrets> {
  connector: Connector<Config, Secrets>
  connection: Connection
  /** Shared by all that this process does, so that limits are shared too. */
  states: HttpStates
  around: Surroundings
  signal: AbortSignal
  /** Called after a refresh, before the new secrets are used. */
  saveSecrets?: (secrets: Secrets) => Promise<void>
}

/** What a connector works with, made of a stored connection. @throws AskCustomer where the settings do not fit. */
export function connect<Config, Secrets>(options: ConnectOptions<Config, Secrets>): Ctx<Config> {
  const { connector, connection, around, signal } = options
  const config = settings(connector, 'config', connector.config.safeParse(connection.config))
  const secrets = settings(connector, 'secrets', connector.auth.secrets.safeParse(connection.secrets))
  const http = createHttpClient({
    ...options,
    connection: { ...connection, config, secrets },
    state: options.states.of(connection.id, connector.http.limits),
  })
  return { config, http, now: around.now, random: around.random, signal }
}

/** Tries a connection's credentials and settings. @throws AskCustomer in words the customer can act on. */
export async function checkConnection<Config, Secrets>(options: ConnectOptions<Config, Secrets>): Promise<void> {
  await options.connector.check(connect(options))
}

type Parsed<T> = ReturnType<import('zod').ZodType<T>['safeParse']>

function settings<T>(connector: { name: string }, which: string, parsed: Parsed<T>): T {
  if (parsed.success) return parsed.data
  const [first] = issuesOf(parsed.error)
  const field = first?.path || which
  throw new AskCustomer(`${which} do not fit at ${field}`, {
    say: `Please look at the setting "${field}" of ${connector.name}: ${first?.message ?? 'it does not fit'}.`,
    field,
  })
}
