import type { TenantKeyring } from '../secrets/index.ts'
import type { EventSettings } from './event-settings.store.ts'
import type { CheckProperties, Judging } from './judge.ts'
import { ownKind } from './own-kind.ts'

/** What events of a client are judged by today, from its settings; when an event came and how is for the caller to add. */
export function judgingOf(
  { currency, personalData, from, kinds }: EventSettings,
  keyring: Pick<TenantKeyring, 'hash'>,
): Pick<Judging, 'currency' | 'personalData' | 'kinds' | 'hash' | 'from'> {
  const own = new Map<string, CheckProperties>(kinds.map(({ name, schema }) => [name, ownKind(name, schema)]))
  return { currency, personalData, from, kinds: own, hash: (kind, text) => keyring.hash(kind, text) }
}
