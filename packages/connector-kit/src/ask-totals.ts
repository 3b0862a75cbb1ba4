import { connect, type ConnectOptions } from './connect.ts'
import { isPolled } from './define-connector.ts'
import { forConnection } from './elsewhere.ts'
import { AskCustomer, ProviderChanged, Refused, RetryLater } from './errors.ts'
import type { Range, Total } from './total.ts'

/** What a source counts, or why it could not be asked; `none` where it never counts this stream. */
export type TotalsEnd =
  | { outcome: 'counted'; totals: Total[] }
  | { outcome: 'none' }
  | { outcome: 'later'; at: Date; error: RetryLater }
  | { outcome: 'failed'; error: AskCustomer | ProviderChanged | Refused }

/** Asks a source for its own counts of one stream. Any other fault is a bug and is thrown. */
export async function askTotals<Config, Secrets, App>(
  options: ConnectOptions<Config, Secrets, App> & { stream: string; range: Range },
): Promise<TotalsEnd> {
  const { stream: name, range } = options
  const connector = forConnection(options.connector, options.connection.id)
  const stream = connector.streams[name]
  if (!stream) throw new Error(`${connector.id} has no stream ${name}`)
  try {
    const ctx = connect({ ...options, connector })
    if (!stream.totals || (stream.read && !isPolled(stream, ctx.config))) return { outcome: 'none' }
    return { outcome: 'counted', totals: await stream.totals(ctx, range) }
  } catch (error) {
    if (error instanceof RetryLater) return { outcome: 'later', at: error.at, error }
    if (error instanceof AskCustomer || error instanceof ProviderChanged || error instanceof Refused)
      return { outcome: 'failed', error }
    throw error
  }
}
