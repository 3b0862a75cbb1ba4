import { causes, type Day } from '@throughline/canonical'
import type { Inside } from '@throughline/db'
import { lockLedger } from '../ledger/head.store.ts'
import { dayBounds } from '../ledger/index.ts'
import { activityOf, sumOf, type Activity } from './activity.ts'
import { activityStrips, replaceActivityDay } from './activity-strip.store.ts'
import { packEvents, stripColumns, unpackEvents, type StripEvent } from './activity-strip.ts'
import { addActivity } from './activity.store.ts'
import { countsOfDay, eventDays, eventsOfDay, summed, tenantClock, type StoredEvent } from './check-events.store.ts'
import { eventHead } from './event.store.ts'
import { measureOf } from './measure-of.ts'
import { stripKindOf } from './strip-kind.ts'

/** A count, or a day's strips, that are not what the events say. */
interface EventDifference {
  day: Day
  what: string
  expected: string
  found: string
}

export interface EventCheck {
  ok: boolean
  events: number
  days: number
  differences: EventDifference[]
}

const withdrawn = causes.indexOf('withdrawn')

/** Recomputes every day's counts and strips from its events and names what differs. Writes nothing. */
export async function checkEvents(inside: Inside): Promise<EventCheck> {
  const { zone, from } = await tenantClock(inside)
  // Of days that were forgotten, also in part, nothing is left to count.
  const days = (await eventDays(inside)).filter((day) => dayBounds(day, zone).start >= from)
  const differences: EventDifference[] = []
  let events = 0
  for (const day of days) {
    const checked = await checkDay(inside, day, zone)
    events += checked.events.length
    differences.push(...checked.differences)
  }
  return { ok: differences.length === 0, events, days: days.length, differences }
}

/**
 * Puts right what differs on a day: counts by what is missing, in today's recorded day under cause `reprocess`, so that what was
 * reported from is never rewritten; strips by packing the day anew. @returns what differed
 */
export async function repairEventDay(inside: Inside, day: Day): Promise<EventDifference[]> {
  await lockLedger(inside)
  const [{ zone }, { recordedAt }] = [await tenantClock(inside), await eventHead(inside)]
  const { differences, missing, events } = await checkDay(inside, day, zone)
  await Promise.all(addActivity(inside, new Date(recordedAt).toISOString().slice(0, 10), missing))
  if (differences.some(({ what }) => what === 'strip')) await replaceActivityDay(inside, day, stripEvents(events))
  return differences
}

async function checkDay(
  inside: Pick<Inside, 'db'>,
  day: Day,
  zone: string,
): Promise<{ events: StoredEvent[]; differences: EventDifference[]; missing: Activity }> {
  const events = await eventsOfDay(inside, day, zone)
  const found = await countsOfDay(inside, day)
  const strips = await activityStrips(inside, { from: day, to: day })
  const expected = countsFrom(events)
  const missing = sumOf([
    { of: expected, sign: 1 },
    { of: found, sign: -1 },
  ])
  const [wanted, is] = [named(expected), named(found)]
  const differences = [...named(missing).keys()].map((what) => ({
    ...{ day, what, expected: wanted.get(what) ?? 'nothing', found: is.get(what) ?? 'nothing' },
  }))
  const [packed, kept] = [packEvents(stripEvents(events)), packEvents(strips.flatMap(unpackEvents))]
  const differs =
    packed.length !== kept.length ||
    packed.some((piece, i) => stripColumns.some((name) => !same(piece[name], kept[i]?.[name])))
  if (differs)
    differences.push({
      day,
      what: 'strip',
      expected: `${lengthOf(packed)} events`,
      found: `${lengthOf(kept)} events`,
    })
  return { events, differences, missing }
}

const lengthOf = (pieces: readonly { n: number }[]) => pieces.reduce((sum, { n }) => sum + n, 0)
const same = (a: Uint8Array, b: Uint8Array | undefined) => b !== undefined && Buffer.compare(a, b) === 0

const stripEvents = (events: readonly StoredEvent[]): StripEvent[] =>
  events
    .filter(({ contactNo }) => contactNo > 0)
    .map((event) => ({
      contact: event.contactNo,
      sec: event.sec,
      kind: stripKindOf(event.kind, measureOf(event.kind, event.withheld, event.engagement)),
      sign: event.cause === withdrawn ? -1 : 1,
      campaign: event.campaignNo,
      creative: event.creativeNo,
      channel: event.channel,
      region: event.region,
      recorded: event.batch,
      cause: event.cause,
    }))

/** What a day's events come to, whatever caused them. */
function countsFrom(events: readonly StoredEvent[]): Activity {
  return activityOf(
    events.map((event) => ({
      ...event,
      cause: summed,
      measure: measureOf(event.kind, event.withheld, event.engagement),
      n: event.cause === withdrawn ? -1 : 1,
    })),
  )
}

/** Each line of counts as `what it is counted by` → counts. */
function named({ campaigns, hours, volumes }: Activity): Map<string, string> {
  return new Map([
    ...campaigns.map(({ key, counts }): [string, string] => [
      `campaign ${key.campaignNo} creative ${key.creativeNo} channel ${key.channel}`,
      counts.join(' '),
    ]),
    ...hours.map(({ key, counts }): [string, string] => [`hour ${key.hour} channel ${key.channel}`, counts.join(' ')]),
    ...volumes.map(({ key, n }): [string, string] => [
      `hour ${key.hour} kind ${key.kind} source ${key.source}`,
      String(n),
    ]),
  ])
}
