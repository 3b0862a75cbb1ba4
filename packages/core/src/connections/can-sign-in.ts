import type { AnyConnector } from '@throughline/connector-kit'
import type { IngestDeps } from '../ingest/deps.ts'

/** Where the operator has registered an app, people sign in at the source; elsewhere a key is pasted, if the source knows keys. */
export const canSignIn = (deps: Pick<IngestDeps, 'apps'>, connector: AnyConnector): boolean =>
  connector.oauth !== undefined && (connector.app?.safeParse(deps.apps?.(connector.id)).success ?? true)
