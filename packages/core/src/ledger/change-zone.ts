import { Invalid, TimeZone, type Day } from '@throughline/canonical'
import type { Actor, Door, Inside } from '@throughline/db'
import { requireMay } from '../tenants/may.ts'
import { appendBatch } from './append.store.ts'
import { createBooker } from './booking.ts'
import { effectiveFacts, effectivePage } from './effective-facts.store.ts'
import { lockLedger, moveHead, readHead, writeZone } from './head.store.ts'

const zoneFact = { kind: 'time_zone', source: 'throughline', key: 'time_zone' }
const pageSize = 5000

/**
 * Restates a tenant's days in another zone: one batch under cause `zone_change` that takes every gift and refund out of the day it
 * was in and puts it into the day it is in now. Readings as known at an earlier batch keep the old days.
 * @returns the batch and the days touched, or undefined where it is the zone already
 * @throws Invalid where it is no time zone
 */
export async function changeZone(
  inside: Inside,
  timeZone: string,
  now: Date,
): Promise<{ batch: number; days: Day[] } | undefined> {
  if (!TimeZone.safeParse(timeZone).success) throw new Invalid('Not a time zone we know.', 'timeZone')
  await lockLedger(inside)
  const head = await readHead(inside)
  if (head.timeZone === timeZone) return undefined
  const batch = head.batch + 1
  const booker = createBooker(batch)
  let page = await effectivePage(inside, undefined, pageSize)
  while (page.length > 0) {
    for (const fact of page)
      booker.book({ before: fact, zoneBefore: head.timeZone, after: fact, zoneAfter: timeZone, cause: 'zone_change' })
    page = page.length < pageSize ? [] : await effectivePage(inside, page.at(-1), pageSize)
  }
  const [before] = await effectiveFacts(inside, [zoneFact])
  const version = {
    ...zoneFact,
    version: (before?.version ?? 0) + 1,
    cause: 'zone_change' as const,
    refersTo: null,
    contactNo: null,
    withdrawn: false,
    value: { kind: 'time_zone', happenedAt: now.toISOString(), timeZone, previous: head.timeZone },
    before,
  }
  const { days } = await appendBatch(inside, { batch, origin: 'settings' }, [version], booker.booking())
  await Promise.all([writeZone(inside, timeZone), moveHead(inside, { batch, contactNo: head.contactNo })])
  return { batch, days }
}

/** The same behind the door, for settings: who may write settings may change the zone. */
export function zoneChanger({ door, now }: { door: Door; now: () => Date }) {
  return async (actor: Actor, tenantId: string, timeZone: string): Promise<void> => {
    await door.withTenant(actor, tenantId, async (inside) => {
      requireMay(inside.role, 'settings.write')
      await changeZone(inside, timeZone, now())
    })
  }
}
