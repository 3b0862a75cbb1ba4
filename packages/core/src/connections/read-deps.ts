import type { Connection as KitConnection, ConnectOptions, HttpStates, Surroundings } from '@throughline/connector-kit'
import type { IngestDeps } from '../ingest/deps.ts'
import type { KnownConnection } from './known-connection.store.ts'
import { renewAlone } from './renew-alone.ts'

/** What reading outside systems needs from outside. */
export interface ReadDeps extends IngestDeps {
  /** fetch, clock, chance, sleep and the folder for downloads. */
  around: Surroundings
  /** Rate limits and health of each connection, shared by all that this process does. */
  states: HttpStates
  /** Where a connection reads from, if not at the provider: an emulator, a proxy. */
  addressOf?: (connection: {
    connector: string
    connectionId: string
  }) => Pick<KitConnection, 'baseUrl' | 'unlimited'> | undefined
  /** Told of what is ours to mend: a provider's changed format. */
  report?: (message: string, detail: Record<string, string>) => void
}

/** What the kit needs to speak to an outside system for one connection. */
export function connectOptions(
  deps: ReadDeps,
  known: KnownConnection,
  signal: AbortSignal,
): ConnectOptions<unknown, unknown> {
  const connector = deps.connectors[known.connector]
  if (!connector) throw new Error(`no connector is named ${known.connector}`)
  return {
    connector,
    connection: {
      id: known.connectionId,
      config: known.config,
      secrets: known.secrets,
      accounts: known.accounts,
      // Of the tenant, not of the connection: connected anew, a row keeps its key.
      pseudonymKey: known.keyring.hash('pseudonym-key', known.connector),
      ...deps.addressOf?.({ connector: known.connector, connectionId: known.connectionId }),
    },
    states: deps.states,
    around: deps.around,
    signal,
    app: deps.apps?.(known.connector),
    renewAlone: renewAlone(deps, known),
  }
}
