import type { RenewAlone } from '@throughline/connector-kit'
import { jobOf, saveSecrets } from './connection.store.ts'
import { readKnownConnection, type KnownConnection } from './known-connection.store.ts'
import type { ReadDeps } from './read-deps.ts'
import { endRenewal, takeRenewal } from './renewal.store.ts'

/** Longer than a provider takes to answer; whoever dies while renewing holds the others up no longer. */
const leaseMs = 60_000
/** When to look again while somebody else renews. */
const lookAgainMs = 2_000

/**
 * Renews a connection's secrets one at a time over all processes: many providers make the old refresh token worthless with the
 * first use, so that two who renew at once end with none. The new ones are saved before anybody uses them.
 */
export function renewAlone(deps: ReadDeps, known: KnownConnection): RenewAlone<unknown> {
  const { tenantId, connectionId, keyring } = known
  const within = <T>(fn: Parameters<typeof deps.door.withTenant<T>>[2]) =>
    deps.door.withTenant(jobOf(tenantId, 'refresh-secrets'), tenantId, fn)

  return async (used, renew) => {
    const now = deps.now()
    const stored = await within(async (inside) => {
      if (!(await takeRenewal(inside, connectionId, now, new Date(now.getTime() + leaseMs)))) return undefined
      return readKnownConnection(inside, deps.secrets, connectionId, now)
    })
    if (!stored)
      throw new deps.kit.RetryLater('somebody else is renewing the credentials', {
        at: new Date(now.getTime() + lookAgainMs),
      })
    try {
      if (JSON.stringify(stored.secrets) !== JSON.stringify(used)) return stored.secrets
      const fresh = await renew(stored.secrets)
      await within((inside) => saveSecrets(inside, keyring, connectionId, fresh, deps.now()))
      return fresh
    } finally {
      await within((inside) => endRenewal(inside, connectionId))
    }
  }
}
