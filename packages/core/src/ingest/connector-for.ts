import type { AnyConnector } from '@throughline/connector-kit'
import type { IngestDeps } from './deps.ts'

/** The connector of one connection, or undefined where it is not installed. */
export function connectorFor(
  { connectors, kit }: Pick<IngestDeps, 'connectors' | 'kit'>,
  { connector: id, connectionId }: { connector: string; connectionId: string },
): AnyConnector | undefined {
  const connector = Object.hasOwn(connectors, id) ? connectors[id] : undefined
  return connector && kit.forConnection(connector, connectionId)
}
