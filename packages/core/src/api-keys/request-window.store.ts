import { authenticateJob, sql } from '@throughline/db'
import type { Allowance, ApiKeysDeps, ProvedKey } from './api-keys.ts'
import { OverLimit } from './over-limit.ts'
import { standardPlan } from './plan.ts'

const windowMs = 60_000

interface Waiting {
  admit: (allowance: Allowance) => void
  fail: (error: unknown) => void
}

/**
 * Requests of a key by the minute. A window begins with the first request after the one before it ended; its count is one row
 * that every process adds to, so the limit is exact over all of them. What comes while a process is counting is counted together
 * next, so a key that is used by many at once takes one connection; a full window is known here and asks the database nothing.
 */
export function createRequestWindows({ door, now, plan = standardPlan }: ApiKeysDeps) {
  const limit = plan.requestsPerMinute
  const lines = new Map<string, Waiting[]>()
  const full = new Map<string, number>()

  const allowance = (count: number, endsAt: number): Allowance => ({
    policy: 'requests',
    limit,
    windowSeconds: windowMs / 1000,
    remaining: Math.max(0, limit - count),
    resetSeconds: Math.max(1, Math.ceil((endsAt - now().getTime()) / 1000)),
  })
  const refused = (endsAt: number) =>
    new OverLimit(`At most ${limit} requests a minute.`, new Date(endsAt), allowance(limit, endsAt))

  const countInDatabase = (key: ProvedKey, at: Date, count: number) =>
    door.withTenant(authenticateJob(key.tenantId, 'api keys'), key.tenantId, async ({ db }) => {
      const now = at.toISOString()
      const same = sql`it.window_start > ${now}::timestamptz - interval '1 minute'`
      const rows = await db.execute<{ window_start: string; window_requests: number }>(sql`
        insert into api_key_use as it (tenant_id, key_id, window_start, window_requests) values (${key.tenantId}, ${key.keyId}, ${now}, ${count})
        on conflict (tenant_id, key_id) do update set
          window_requests = case when ${same} then it.window_requests + excluded.window_requests else excluded.window_requests end,
          window_start = case when ${same} then it.window_start else excluded.window_start end
        returning window_start, window_requests`)
      const [row] = [...rows]
      return { start: new Date(row?.window_start ?? at), requests: row?.window_requests ?? count }
    })

  const count = async (key: ProvedKey, waiting: readonly Waiting[]): Promise<void> => {
    const at = now()
    const known = full.get(key.keyId)
    if (known !== undefined && known > at.getTime()) return waiting.forEach(({ fail }) => fail(refused(known)))
    full.delete(key.keyId)
    try {
      const { start, requests } = await countInDatabase(key, at, waiting.length)
      const endsAt = start.getTime() + windowMs
      const before = requests - waiting.length
      if (requests > limit) full.set(key.keyId, endsAt)
      for (const [index, { admit, fail }] of waiting.entries()) {
        const mine = before + index + 1
        if (mine <= limit) admit(allowance(mine, endsAt))
        else fail(refused(endsAt))
      }
    } catch (error) {
      for (const { fail } of waiting) fail(error)
    }
  }

  const serve = async (key: ProvedKey, line: Waiting[]): Promise<void> => {
    while (line.length > 0) await count(key, line.splice(0))
    lines.delete(key.keyId)
  }

  return {
    /** @throws OverLimit */
    take(key: ProvedKey): Promise<Allowance> {
      const { promise, resolve, reject } = Promise.withResolvers<Allowance>()
      const mine: Waiting = { admit: resolve, fail: reject }
      const line = lines.get(key.keyId)
      if (line) {
        line.push(mine)
      } else {
        const opened = [mine]
        lines.set(key.keyId, opened)
        void serve(key, opened)
      }
      return promise
    },
  }
}
