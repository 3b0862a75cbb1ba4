import type { ApiKeys, ApiKeysDeps } from './api-keys.ts'
import { createEventAllowances } from './event-allowance.store.ts'
import { createKey, listKeys, readKeyItself, renameKey, revokeKey, rotateKey } from './keys.store.ts'
import { createKnownKeys } from './known-keys.store.ts'
import { createLastUses } from './last-use.store.ts'
import { createRequestWindows } from './request-window.store.ts'

/** Keys of `/v1`: made, proved, counted and taken back. */
export function createApiKeys(deps: ApiKeysDeps): ApiKeys {
  const known = createKnownKeys(deps)
  const windows = createRequestWindows(deps)
  const allowances = createEventAllowances(deps)
  const noteUse = createLastUses(deps)
  /** What changed here acts here at once; elsewhere when what is known runs out. */
  const changing = async <T>(change: Promise<T>): Promise<T> => {
    const changed = await change
    known.forget()
    return changed
  }
  return {
    async authenticate(text) {
      const key = await known.prove(text)
      noteUse(key)
      return key
    },
    takeRequest: (key) => windows.take(key),
    takeEvents: (key, count) => allowances.take(key.tenantId, count),
    isBrowserOrigin: (origin) => known.isBrowserOrigin(origin),
    itself: (key) => readKeyItself(deps, key),
    list: (actor, tenantId) => listKeys(deps, actor, tenantId),
    create: (actor, tenantId, input) => changing(createKey(deps, actor, tenantId, input)),
    rotate: (actor, tenantId, input) => changing(rotateKey(deps, actor, tenantId, input)),
    rename: (actor, tenantId, input) => renameKey(deps, actor, tenantId, input),
    revoke: (actor, tenantId, keyId) => changing(revokeKey(deps, actor, tenantId, keyId)),
  }
}
