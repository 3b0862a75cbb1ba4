import type { AnyConnector, Hint, ObservedRow, QuarantinedRow } from '@throughline/connector-kit'
import type { Kit } from './deps.ts'

/** What one delivery says: rows that could be read, rows that could not, and records that it only names. */
export interface ObservedDelivery {
  rows: ObservedRow[]
  quarantined: Omit<QuarantinedRow, 'source'>[]
  hints?: Hint[]
}

/**
 * Takes one stored delivery apart. A body that cannot be taken apart at all is one quarantined row, under the stream name
 * `webhook:<kind>`, so that it never stops the others.
 */
export async function observeDelivery(
  kit: Kit,
  connector: AnyConnector,
  kind: string,
  bytes: Uint8Array,
  config: unknown,
): Promise<ObservedDelivery> {
  try {
    return await kit.readDelivery(connector, kind, bytes, connector.config.parse(config))
  } catch (error) {
    return { rows: [], quarantined: [wholeBody(kind, bytes, error)] }
  }
}

/** A whole body that cannot be processed, as a row to set aside. The reason is the error's class: a message may quote. */
export function wholeBody(kind: string, bytes: Uint8Array, error: unknown): Omit<QuarantinedRow, 'source'> {
  const name = error instanceof Error ? error.name : 'unknown error'
  return {
    stream: `webhook:${kind}`,
    issues: [{ path: '', message: `could not be processed (${name})` }],
    raw: Buffer.from(bytes).toString('utf8'),
  }
}

/** A body that does not open, kept as it lies. The reason is the error's class. */
export function unopenedBody(kind: string, sealed: Uint8Array, error: unknown): Omit<QuarantinedRow, 'source'> {
  const name = error instanceof Error ? error.name : 'unknown error'
  return {
    stream: `webhook:${kind}`,
    issues: [{ path: '', message: `could not be opened with this client's keys (${name})` }],
    raw: { sealed: Buffer.from(sealed).toString('base64') },
  }
}
