import { connect, type ConnectOptions } from './connect.ts'
import { AskCustomer, ProviderChanged, Refused, RetryLater } from './errors.ts'
import { forConnection, readRows } from './elsewhere.ts'
import type { Observation } from './observed.ts'

/** Keys asked for at once where a stream does not say. */
export const usualFetch = 50

/** How asking for named records ended; any other fault is a bug and is thrown. */
export type FetchEnd =
  | { outcome: 'done'; observation: Observation }
  | { outcome: 'later'; at: Date; error: RetryLater }
  | { outcome: 'ask'; error: AskCustomer }
  | { outcome: 'changed'; error: ProviderChanged | Refused }

/** Asks for the records that a webhook only named, at most `fetchAtOnce` of one stream. */
export async function fetchNamed<Config, Secrets, App>(
  options: ConnectOptions<Config, Secrets, App> & { stream: string; keys: readonly string[] },
): Promise<FetchEnd> {
  const { stream: name, keys } = options
  const connector = forConnection(options.connector, options.connection.id)
  const stream = connector.streams[name]
  if (!stream?.fetch) throw new Error(`${connector.id}/${name} cannot be asked for by key`)
  try {
    const ctx = connect({ ...options, connector })
    const rows = await stream.fetch(ctx, keys)
    return { outcome: 'done', observation: await readRows(connector, name, rows, ctx.config) }
  } catch (error) {
    if (error instanceof RetryLater) return { outcome: 'later', at: error.at, error }
    if (error instanceof AskCustomer) return { outcome: 'ask', error }
    if (error instanceof ProviderChanged || error instanceof Refused) return { outcome: 'changed', error }
    throw error
  }
}
