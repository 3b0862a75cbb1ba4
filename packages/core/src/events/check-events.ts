import { causes, type Day } from '@throughline/canonical'
import type { Inside } from '@throughline/db'
import { activityOf } from './activity.ts'
import { activityStrips } from './activity-strip.store.ts'
import { packEvents, stripColumns, unpackEvents, type StripEvent } from './activity-strip.ts'
import { countsOfDay, eventDays, eventsOfDay, tenantClock, type StoredEvent } from './check-events.store.ts'
import { dayBounds } from '../ledger/index.ts'
import { measureOf } from './measure-of.ts'

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
    const [stored, found, strips] = [
      await eventsOfDay(inside, day, zone),
      await countsOfDay(inside, day),
      await activityStrips(inside, { from: day, to: day }),
    ]
    events += stored.length
    const expected = countsFrom(stored)
    for (const what of new Set([...expected.keys(), ...found.keys()])) {
      const [wanted, is] = [expected.get(what) ?? 'nothing', found.get(what) ?? 'nothing']
      if (wanted !== is) differences.push({ day, what, expected: wanted, found: is })
    }
    const [packed, kept] = [
      packEvents(stored.filter(({ contactNo }) => contactNo > 0).map(stripOf)),
      packEvents(strips.flatMap(unpackEvents)),
    ]
    const differs = stripColumns.some(
      (name) => packed.length !== kept.length || packed.some((piece, i) => !same(piece[name], kept[i]?.[name])),
    )
    if (differs)
      differences.push({
        day,
        what: 'strip',
        expected: `${lengthOf(packed)} events`,
        found: `${lengthOf(kept)} events`,
      })
  }
  return { ok: differences.length === 0, events, days: days.length, differences }
}

const lengthOf = (pieces: readonly { n: number }[]) => pieces.reduce((sum, { n }) => sum + n, 0)
const same = (a: Uint8Array, b: Uint8Array | undefined) => b !== undefined && Buffer.compare(a, b) === 0

const stripOf = (event: StoredEvent): StripEvent => ({
  contact: event.contactNo,
  sec: event.sec,
  kind: event.kind,
  sign: event.cause === withdrawn ? -1 : 1,
  campaign: event.campaignNo,
  creative: event.creativeNo,
  channel: event.channel,
  region: event.region,
  recorded: event.batch,
  cause: event.cause,
})

function countsFrom(stored: readonly StoredEvent[]): Map<string, string> {
  const counted = stored.map((event) => ({
    ...event,
    eventId: '',
    happenedAt: event.sec * 1000,
    amount: null,
    properties: '',
    measure: measureOf(event.kind, event.withheld, event.engagement),
  }))
  const parts = [
    activityOf(counted.filter(({ cause }) => cause !== withdrawn)),
    activityOf(
      counted.filter(({ cause }) => cause === withdrawn),
      -1,
    ),
  ]
  const lines = parts.flatMap(({ campaigns, hours, volumes }) => [
    ...campaigns.map(({ key, counts }): [string, number[]] => [
      `campaign ${key.campaignNo} creative ${key.creativeNo} channel ${key.channel} cause ${key.cause}`,
      counts,
    ]),
    ...hours.map(({ key, counts }): [string, number[]] => [
      `hour ${key.hour} channel ${key.channel} cause ${key.cause}`,
      counts,
    ]),
    ...volumes.map(({ key, n }): [string, number[]] => [
      `hour ${key.hour} kind ${key.kind} source ${key.source} cause ${key.cause}`,
      [n],
    ]),
  ])
  return new Map(lines.map(([name, counts]) => [name, counts.join(' ')]))
}
