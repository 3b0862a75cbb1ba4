import { Invalid } from '@throughline/canonical'
import { authenticateJob, sql } from '@throughline/db'
import type { Allowance, ApiKeysDeps } from './api-keys.ts'
import { OverLimit } from './over-limit.ts'
import { standardPlan } from './plan.ts'

/** While a client is over its rate, one process asks the database at most this often. */
const askAgainMs = 50

interface Held {
  /** Drawn from the client's allowance and not spent yet. */
  count: number
  /** What the database had left after the last draw. */
  there: number
  drawing: Promise<void> | undefined
  emptyUntil: number
}

/**
 * Events that clients may still send. The allowance is one row per client, filled at the plan's rate up to its burst; a process
 * draws a quarter of a second's worth from it at a time and spends that without asking. What is drawn is never made twice, so
 * over all processes no more than `burst + rate × time` is ever let in, at about four small writes a second of a busy client.
 */
export function createEventAllowances({ door, now, plan = standardPlan }: ApiKeysDeps) {
  const { eventsPerSecond: rate, eventsBurst: burst } = plan
  const handful = Math.ceil(rate / 4)
  const clients = new Map<string, Held>()

  const allowance = (held: Held): Allowance => ({
    policy: 'events',
    limit: rate,
    windowSeconds: 1,
    remaining: Math.floor(held.count + held.there),
    resetSeconds: Math.max(1, Math.ceil((burst - held.count - held.there) / rate)),
  })
  const draw = async (tenantId: string, held: Held, wanted: number): Promise<void> => {
    const { granted, left } = await door.withTenant(authenticateJob(tenantId, 'api keys'), tenantId, async ({ db }) => {
      const at = now().toISOString()
      await db.execute(
        sql`insert into event_allowance (tenant_id, remaining, at) values (${tenantId}, ${burst}, ${at}) on conflict do nothing`,
      )
      const [row] = [
        ...(await db.execute<{ remaining: number; seconds: number }>(sql`
          select remaining, greatest(0, extract(epoch from ${at}::timestamptz - at))::float8 as seconds from event_allowance for update`)),
      ]
      const filled = Math.min(burst, (row?.remaining ?? 0) + (row?.seconds ?? 0) * rate)
      const granted = Math.min(Math.floor(filled), wanted)
      await db.execute(
        sql`update event_allowance set remaining = ${filled - granted}, at = greatest(at, ${at}::timestamptz)`,
      )
      return { granted, left: filled - granted }
    })
    held.count += granted
    held.there = left
    if (granted < wanted) held.emptyUntil = now().getTime() + askAgainMs
  }

  return {
    /** All of them or none. @throws OverLimit; Invalid for more than could ever be had at once */
    async take(tenantId: string, count: number): Promise<Allowance> {
      if (count > burst) throw new Invalid(`At most ${burst} events at once.`)
      const held = clients.get(tenantId) ?? { count: 0, there: burst, drawing: undefined, emptyUntil: 0 }
      clients.set(tenantId, held)
      while (held.count < count) {
        if (held.drawing === undefined) {
          if (held.emptyUntil > now().getTime()) {
            const seconds = Math.max(0.05, (count - held.count - held.there) / rate)
            const retryAt = new Date(now().getTime() + Math.ceil(seconds * 1000))
            throw new OverLimit(`At most ${rate} events a second.`, retryAt, allowance(held))
          }
          held.drawing = draw(tenantId, held, Math.max(count - held.count, handful)).finally(() => {
            held.drawing = undefined
          })
        }
        await held.drawing
      }
      held.count -= count
      return allowance(held)
    },
  }
}
