import type { Action, AnyConnector } from '@throughline/connector-kit'

/** A connector's action that takes conversions, with its name; undefined where it has none. */
export function conversionAction(
  connector: Pick<AnyConnector, 'actions'>,
): { name: string; title: string; action: Action<unknown, unknown> } | undefined {
  const found = Object.entries(connector.actions).find(([, action]) => action.takes === 'conversions')
  return found && { name: found[0], title: found[1].title, action: found[1] }
}
