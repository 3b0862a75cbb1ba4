import type { Actor, Door, Inside } from '@throughline/db'
import { lockLedger } from '../ledger/head.store.ts'
import { tellDeed } from './event-deed.store.ts'
import { dropKeys, eventsByMonth, keepFrom, type ForgottenUpTo } from './forget-events.store.ts'

/** An id is known for at least so long after its event. */
const leastDays = 35
const keysAtOnce = 5_000

/** The first day that is kept where months before `month` (YYYY-MM) are forgotten, or why that cannot be. */
export function firstKept(month: string, now: Date): { day: string } | { why: string } {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(month)) return { why: 'A month is written as 2025-11.' }
  const day = `${month}-01`
  if (Date.parse(day) > now.getTime() - leastDays * 86_400_000)
    return { why: 'Nothing of the last 35 days can be forgotten.' }
  return { day }
}

/** The month before which events are forgotten where `months` whole ones are kept beside the present one. */
export function monthsBack(months: number, now: Date): string {
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()]
  return new Date(Date.UTC(year, month - months, 1)).toISOString().slice(0, 7)
}

/** A client's events by month, of those before a day. */
export const oldEvents = (inside: Inside, { from, before }: { from: string; before: string }) =>
  eventsByMonth(inside, { from, before })

/**
 * Makes one client's events from before a day ready to be dropped with their months: from now on none of that time is taken, the
 * client's audit says so, and their ids are let go, a slice a transaction. What was counted of them stays, and so do the strips.
 * Ended midway, it is begun again with the same words. The rows themselves go with their months, which hold all clients'.
 */
export async function letGoOfEvents(
  door: Door,
  { actor, tenantId }: { actor: Actor; tenantId: string },
  { before, now, slice }: { before: string; now: Date; slice?: (() => void) | undefined },
): Promise<void> {
  // Counted before the ledger is locked: of many events that takes long, and writers would wait.
  const events = await door.withTenant(actor, tenantId, (inside) =>
    eventsByMonth(inside, { from: '1970-01-01', before }),
  )
  await door.withTenant(actor, tenantId, async (inside) => {
    // Who writes events has judged them by what was said until now.
    await lockLedger(inside)
    if (!(await keepFrom(inside, before)) || events.size === 0) return
    const detail = { before, kept: 'counts', months: Object.fromEntries([...events].sort()) }
    await tellDeed(inside, { at: now, deed: 'forgotten', subject: 'events', detail })
  })
  let after: ForgottenUpTo | undefined
  do {
    after = await door.withTenant(actor, tenantId, (inside) => dropKeys(inside, { before, after, limit: keysAtOnce }))
    slice?.()
  } while (after)
}
