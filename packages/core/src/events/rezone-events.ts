import type { Inside } from '@throughline/db'
import { z } from 'zod'
import { lockLedger } from '../ledger/head.store.ts'
import { zoneClock, zoneStretches } from '../ledger/zone-clock.ts'
import { activityOf, sumOf } from './activity.ts'
import { activityStrips, appendActivityStrips, nextActivityDay, replaceActivityDay } from './activity-strip.store.ts'
import { unpackEvents } from './activity-strip.ts'
import { addActivity } from './activity.store.ts'
import { tenantClock } from './check-events.store.ts'
import { eventHead } from './event.store.ts'
import { endOfEvents, firstEventFrom, moveEvents } from './rezone.store.ts'

/** How far events' days are brought into the zone that the tenant's days are in now: first the rows and counts, then the strips. */
export const Rezoning = z.discriminatedUnion('of', [
  z.object({ of: z.literal('rows'), from: z.number() }),
  z.object({ of: z.literal('strips'), after: z.string().nullable() }),
])
export type Rezoning = z.infer<typeof Rezoning>

/** Rows a step: about a tenth of a second. */
const rowsAtOnce = 5_000

/** Where to begin; undefined where there are no events. What was forgotten stays on the days that it was counted on. */
export async function beginRezoning(inside: Inside): Promise<Rezoning | undefined> {
  const { from } = await tenantClock(inside)
  const first = await firstEventFrom(inside, from)
  return first === undefined ? undefined : { of: 'rows', from: first }
}

/**
 * One step: moves some events to their days and hours by the zone of now, and what is counted of them by the difference, in today's
 * recorded day under cause `zone_change`; or one day's strips. Rows and counts agree after every step; an event that is where it
 * belongs is left, so that steps may be done again, or for yet another zone. @returns the next step; undefined after the last
 */
export async function rezoneStep(inside: Inside, at: Rezoning, limit = rowsAtOnce): Promise<Rezoning | undefined> {
  await lockLedger(inside)
  if (at.of === 'strips') return rezoneStrips(inside, at.after)
  const { timeZone, recordedAt } = await eventHead(inside)
  const end = await endOfEvents(inside, at.from, limit)
  // Nobody's clock is a year ahead: what is behind the last event has no day yet.
  const stretches = zoneStretches(timeZone, at.from, end ?? recordedAt + 366 * 86_400_000)
  for (const stretch of stretches) {
    const { out, into } = await moveEvents(inside, stretch)
    const moved = sumOf([
      { of: activityOf(out), sign: -1 },
      { of: activityOf(into), sign: 1 },
    ])
    await Promise.all(addActivity(inside, new Date(recordedAt).toISOString().slice(0, 10), moved))
  }
  return end === undefined ? { of: 'strips', after: null } : { of: 'rows', from: end }
}

/** Moves what lies in the strips of the next day and belongs elsewhere. */
async function rezoneStrips(inside: Inside, after: string | null): Promise<Rezoning | undefined> {
  const day = await nextActivityDay(inside, after)
  if (day === undefined) return undefined
  const { zone, from } = await tenantClock(inside)
  const clock = zoneClock(zone)
  const events = (await activityStrips(inside, { from: day, to: day })).flatMap(unpackEvents).map((event) => ({
    ...event,
    day: event.sec * 1000 < from ? day : clock(event.sec * 1000).day,
  }))
  const elsewhere = events.filter((event) => event.day !== day)
  if (elsewhere.length > 0) {
    const stay = events.filter((event) => event.day === day)
    await replaceActivityDay(inside, day, stay)
    await appendActivityStrips(inside, elsewhere)
  }
  return { of: 'strips', after: day }
}
