import type { Day } from '@throughline/canonical'
import type { Inside } from '@throughline/db'
import { lastProofs, type Proof } from '../../connections/completeness.store.ts'
import { readings } from '../../connections/index.ts'
import {
  arrivalsByDay,
  connectionRows,
  countedInRange,
  lateRecords,
  type ConnectionRows,
  type Span,
} from './connection-counts.store.ts'
import { eventCounts, newestEvents, refusedEvents } from './event-counts.store.ts'
import { expectedArrivals } from './expected-arrivals.ts'
import { repeatsBySource } from './repeat-count.store.ts'
import type { Expectation, SourceCounts } from './source-counts.ts'

/** Deliveries are kept no longer than that; what is usual is learned from so many days. */
const learnedDays = 34
const learnedEventDays = 70
const none = { missing: 0, shape: 0, other: 0 }

export interface CountsAsked {
  /** Days of the tenant, both included. */
  from: Day
  to: Day
  timeZone: string
}

/** What is known of every source over days of the tenant: connections first, then sources of events. */
export async function readSourceCounts(
  inside: Pick<Inside, 'db'>,
  asked: CountsAsked,
  now: Date,
): Promise<SourceCounts[]> {
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime())
    .toZonedDateTimeISO(asked.timeZone)
    .toPlainDate()
    .toString()
  return [...(await ofConnections(inside, { ...asked, today })), ...(await ofEvents(inside, { ...asked, today }))]
}

type Asked = CountsAsked & { today: Day }

async function ofConnections(inside: Pick<Inside, 'db'>, asked: Asked): Promise<SourceCounts[]> {
  const span = spanOf(asked)
  const [known, rows, arrivals, late, repeats] = await Promise.all([
    readings(inside),
    connectionRows(inside, span),
    arrivalsByDay(inside, { from: spanOf({ ...asked, from: before(asked.from, learnedDays) }).from, to: span.to }),
    lateRecords(inside, span),
    repeatsBySource(inside, asked),
  ])
  const counts: SourceCounts[] = []
  for (const reading of known) {
    const { connectionId, connector, name } = reading
    const source = `connection:${connectionId}`
    const row: ConnectionRows = rows.get(connectionId) ?? { looked: 0, aside: { missing: 0, shape: 0 }, deliveries: 0 }
    const aside = row.aside.missing + row.aside.shape
    const again = repeats.get(source) ?? 0
    const seen = [reading.lastReadAt, reading.lastReceivedAt].filter((at) => at !== null).sort()
    counts.push({
      ...{ source, name, connectionId },
      taken: Math.max(0, row.looked - aside),
      refused: { ...none, ...row.aside },
      // A page that is read again is meant to be; only a delivery that comes again was sent twice.
      repeats: row.deliveries + again > 0 ? { again, of: row.deliveries + again } : null,
      late: late.get(connector) ?? { late: 0, of: 0 },
      expectation:
        (await countedBySource(inside, connectionId, asked)) ??
        expectedArrivals(arrivals.get(connectionId) ?? new Map<Day, number>(), asked),
      newestAt: seen.at(-1) ?? null,
      everyMinutes: reading.everyMinutes,
      resting: reading.state === 'paused' || reading.state === 'disconnected',
    })
  }
  return counts
}

/** What is here of what the source itself counts on days of the range, by its last proofs. */
async function countedBySource(
  inside: Pick<Inside, 'db'>,
  connectionId: string,
  { from, to }: Asked,
): Promise<Expectation | null> {
  const proofs = [...(await lastProofs(inside, connectionId)).values()].filter(
    ({ state, fromDay }) => state !== 'not_provable' && fromDay !== null,
  )
  const byDay = proofs.filter(({ differences }) => differences.every(({ day }) => day !== null))
  const [first] = byDay
  if (!first) return null
  const streams = byDay.map(({ stream }) => stream)
  const here = await countedInRange(inside, { connectionId, streams, from, to })
  const lacking = byDay.reduce((sum, proof) => sum + lackingIn(proof, { from, to }), 0)
  const checkedAt = byDay.map((proof) => proof.checkedAt).sort()[0] ?? first.checkedAt
  return here + lacking > 0 ? { basis: 'source', expected: here + lacking, here, checkedAt } : null
}

function lackingIn({ differences }: Proof, { from, to }: { from: Day; to: Day }): number {
  return differences.reduce((sum, { day, source, ours }) => {
    if (day === null || day < from || day > to) return sum
    return sum + Math.max(0, (source.count ?? ours.count) - ours.count)
  }, 0)
}

async function ofEvents(inside: Pick<Inside, 'db'>, asked: Asked): Promise<SourceCounts[]> {
  const { from, to, today } = asked
  const since = before(from, learnedEventDays)
  const [events, refused, newest, repeats] = await Promise.all([
    eventCounts(inside, { since, from, to }),
    refusedEvents(inside, spanOf(asked)),
    newestEvents(inside, before(today, learnedEventDays)),
    repeatsBySource(inside, asked),
  ])
  const names = [...new Set([...events.keys(), ...refused.keys()])].sort()
  return names.map((name): SourceCounts => {
    const counts = events.get(name)
    const again = repeats.get(`events:${name}`) ?? 0
    const taken = counts?.n ?? 0
    return {
      ...{ source: `events:${name}`, name, connectionId: null, taken },
      refused: refused.get(name) ?? none,
      repeats: taken + again > 0 ? { again, of: taken + again } : null,
      late: counts?.came ?? { late: 0, of: 0 },
      expectation: counts ? expectedArrivals(counts.byDay, { from, to, today }) : null,
      newestAt: newest.get(name) ?? null,
      everyMinutes: null,
      resting: false,
    }
  })
}

const before = (day: Day, days: number): Day => Temporal.PlainDate.from(day).subtract({ days }).toString()

/** The instants of days in a zone. */
function spanOf({ from, to, timeZone }: CountsAsked): Span {
  const at = (day: Day, add: number) =>
    new Date(Temporal.PlainDate.from(day).add({ days: add }).toZonedDateTime(timeZone).epochMilliseconds)
  return { from: at(from, 0), to: at(to, 1) }
}
