import type { Connector, AnyConnector } from './define-connector.ts'
import { addTo, observeRow, type ObservedOne } from './observe.ts'
import type { Observation } from './observed.ts'
import { receive, splitDelivery, type Hint, type Knock, type Reception } from './webhook.ts'

/** What stands in for functions that are called here and now, where a connector's code runs in another process. */
export interface Elsewhere {
  /** The same connector in a process that serves this connection alone, so that no client's data meets another's. */
  forConnection(connectionId: string): AnyConnector
  readEach(stream: string, rows: readonly unknown[], config: unknown): Promise<ObservedOne[]>
  readDelivery(kind: string, bytes: Uint8Array, config: unknown): Promise<Observation & { hints: Hint[] }>
  receive(knock: Omit<Knock<unknown, unknown>, 'connector'>): Promise<Reception>
  /** The way out, to the hosts that it was given and no other. `standIn`: the address of what stands in for the provider. */
  guard(fetch: (request: Request) => Promise<Response>, standIn?: string): (request: Request) => Promise<Response>
}

/** The connector as it serves one connection: itself, unless its code runs elsewhere. */
export function forConnection<Config, Secrets, App>(
  connector: Connector<Config, Secrets, App>,
  connectionId: string,
): Connector<Config, Secrets, App> {
  const own: unknown = connector.elsewhere?.forConnection(connectionId) ?? connector
  return own as Connector<Config, Secrets, App>
}

/** Reads many rows of one stream, wherever its connector's code runs. @returns what came of each, in the rows' order */
export async function readEach<Config, Secrets, App>(
  connector: Connector<Config, Secrets, App>,
  stream: string,
  rows: readonly unknown[],
  config: Config,
): Promise<ObservedOne[]> {
  const { elsewhere } = connector
  return elsewhere
    ? elsewhere.readEach(stream, rows, config)
    : rows.map((row) => observeRow(connector, stream, row, config))
}

/** Reads many rows of one stream, wherever its connector's code runs: those that could be read, and the others. */
export async function readRows<Config, Secrets, App>(
  connector: Connector<Config, Secrets, App>,
  stream: string,
  rows: readonly unknown[],
  config: Config,
): Promise<Observation> {
  const observation: Observation = { rows: [], quarantined: [] }
  for (const one of await readEach(connector, stream, rows, config)) addTo(observation, one)
  return observation
}

/** Takes a stored delivery apart (`splitDelivery`), wherever its connector's code runs. */
export async function readDelivery<Config, Secrets, App>(
  connector: Connector<Config, Secrets, App>,
  kind: string,
  bytes: Uint8Array,
  config: Config,
): Promise<Observation & { hints: Hint[] }> {
  return connector.elsewhere?.readDelivery(kind, bytes, config) ?? splitDelivery(connector, kind, bytes, config)
}

/** The receiving door (`receive`), wherever its connector's code runs. */
export async function receiveAt<Config, Secrets, App>(knock: Knock<Config, Secrets, App>): Promise<Reception> {
  return knock.connector.elsewhere?.receive(knock) ?? receive(knock)
}
