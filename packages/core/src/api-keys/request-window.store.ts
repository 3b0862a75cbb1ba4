import { authenticateJob, sql } from '@throughline/db'
import type { Allowance, ApiKeysDeps, ProvedKey } from './api-keys.ts'
import { OverLimit } from './over-limit.ts'
import { standardPlan } from './plan.ts'

const windowMs = 60_000

/**
 * Requests of a key by the minute. A window begins with the first request after the one before it ended; its count is one row
 * that every process adds to, so the limit is exact over all of them. One request of a key is counted at a time in a process,
 * so that a key that is used by many at once takes one connection; a full window is known here and asks the database nothing.
 */
export function createRequestWindows({ door, now, plan = standardPlan }: ApiKeysDeps) {
  const limit = plan.requestsPerMinute
  const lines = new Map<string, Promise<unknown>>()
  const full = new Map<string, number>()

  const allowance = (count: number, endsAt: number): Allowance => ({
    policy: 'requests',
    limit,
    windowSeconds: windowMs / 1000,
    remaining: Math.max(0, limit - count),
    resetSeconds: Math.max(1, Math.ceil((endsAt - now().getTime()) / 1000)),
  })
  const refuse = (endsAt: number): never => {
    throw new OverLimit(`At most ${limit} requests a minute.`, new Date(endsAt), allowance(limit, endsAt))
  }
  const count = async (key: ProvedKey): Promise<Allowance> => {
    const at = now()
    const known = full.get(key.keyId)
    if (known !== undefined && known > at.getTime()) return refuse(known)
    full.delete(key.keyId)
    const { start, requests } = await countInDatabase(key, at)
    const endsAt = start.getTime() + windowMs
    if (requests <= limit) return allowance(requests, endsAt)
    full.set(key.keyId, endsAt)
    return refuse(endsAt)
  }
  const countInDatabase = (key: ProvedKey, at: Date) =>
    door.withTenant(authenticateJob(key.tenantId, 'api keys'), key.tenantId, async ({ db }) => {
      const now = at.toISOString()
      const same = sql`it.window_start > ${now}::timestamptz - interval '1 minute'`
      const rows = await db.execute<{ window_start: string; window_requests: number }>(sql`
        insert into api_key_use as it (tenant_id, key_id, window_start, window_requests) values (${key.tenantId}, ${key.keyId}, ${now}, 1)
        on conflict (tenant_id, key_id) do update set
          window_requests = case when ${same} then it.window_requests + 1 else 1 end,
          window_start = case when ${same} then it.window_start else excluded.window_start end
        returning window_start, window_requests`)
      const [row] = [...rows]
      return { start: new Date(row?.window_start ?? at), requests: row?.window_requests ?? 1 }
    })

  return {
    /** @throws OverLimit */
    async take(key: ProvedKey): Promise<Allowance> {
      const before = lines.get(key.keyId) ?? Promise.resolve()
      const mine = before.then(() => count(key))
      const settled = mine.catch(() => {})
      lines.set(key.keyId, settled)
      try {
        return await mine
      } finally {
        if (lines.get(key.keyId) === settled) lines.delete(key.keyId)
      }
    },
  }
}
