import { authenticateJob, sql } from '@throughline/db'
import type { ApiKeysDeps, ProvedKey } from './api-keys.ts'

const everyMs = 60_000
const mostKnown = 10_000

/** Writes down when a key was last used: once a minute, after the answer has left, in a transaction of its own. */
export function createLastUses({ door, now, later }: ApiKeysDeps) {
  const noted = new Map<string, number>()
  return (key: ProvedKey): void => {
    const at = now()
    if ((noted.get(key.keyId) ?? -Infinity) > at.getTime() - everyMs) return
    if (noted.size >= mostKnown) noted.clear()
    noted.set(key.keyId, at.getTime())
    later(() =>
      door.withTenant(authenticateJob(key.tenantId, 'api keys'), key.tenantId, async ({ db }) => {
        await db.execute(sql`
          insert into api_key_use as it (tenant_id, key_id, last_used_at) values (${key.tenantId}, ${key.keyId}, ${at.toISOString()})
          on conflict (tenant_id, key_id) do update set last_used_at = greatest(it.last_used_at, excluded.last_used_at)`)
      }),
    )
  }
}
