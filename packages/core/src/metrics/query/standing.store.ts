import { instantOf, sql, type Inside } from '@throughline/db'
import { freshnessOf, readings } from '../../connections/index.ts'
import type { Source } from '../registry/metric.ts'
import type { SourceStanding } from './question.ts'

/** The kinds of facts by which it is seen what a connection tells of. */
const tellsOf: Readonly<Record<Exclude<Source, 'events' | 'system'>, readonly string[]>> = {
  gifts: ['conversion', 'refund'],
  plans: ['recurring_plan'],
  ads: ['spend', 'ad'],
  messages: ['message', 'touchpoint'],
  crm: ['opportunity', 'crm_object'],
}
const kinds = [...new Set(Object.values(tellsOf).flat())]

/** How far each source can be relied on: when it was read, as promised or not, and how much of what it counts is here. */
export async function sourceStandings(inside: Pick<Inside, 'db'>, now: Date): Promise<SourceStanding[]> {
  const [all, told, shares, events] = [
    await readings(inside),
    await toldKinds(inside),
    await completenessShares(inside),
    await lastEvents(inside),
  ]
  const standings = all.flatMap((reading): SourceStanding[] => {
    const { connectionId, name, state, lastReadAt, say } = freshnessOf(reading, now)
    const of = (Object.keys(tellsOf) as (keyof typeof tellsOf)[]).filter((source) =>
      tellsOf[source].some((kind) => told.has(`${kind} ${reading.connector}`)),
    )
    return of.map((source) => ({
      connectionId,
      name,
      of: source,
      state,
      lastReadAt,
      say,
      completeness: shares.get(connectionId) ?? null,
    }))
  })
  if (events === undefined) return standings
  // Whoever sends events does so when there are some: silence is no lateness.
  const sent = {
    connectionId: null,
    name: 'Events',
    of: 'events',
    state: 'fresh',
    say: null,
    completeness: null,
  } as const
  return [...standings, { ...sent, lastReadAt: events }]
}

/** Which connectors have told of which kinds of facts. */
async function toldKinds({ db }: Pick<Inside, 'db'>): Promise<ReadonlySet<string>> {
  const rows = await db.execute<{ kind: string; connector: string }>(sql`
    select k.kind, c.connector from (select distinct connector from connection where archived_at is null) c
    cross join unnest(${`{${kinds.join(',')}}`}::text[]) as k (kind)
    where exists (select 1 from fact f where f.kind = k.kind and f.source = c.connector)`)
  return new Set(rows.map(({ kind, connector }) => `${kind} ${connector}`))
}

/** Of each connection what is here of what its source counted when that was last compared, over its streams. */
async function completenessShares({ db }: Pick<Inside, 'db'>): Promise<ReadonlyMap<string, number>> {
  const rows = await db.execute<{ connection_id: string; here: string; there: string }>(sql`
    select connection_id, sum(least(our_count, source_count))::text as here, sum(source_count)::text as there from (
      select distinct on (connection_id, stream) connection_id, stream, our_count, source_count from completeness
      order by connection_id, stream, checked_at desc) last
    where source_count > 0 and our_count is not null group by 1`)
  return new Map(rows.map((row) => [row.connection_id, Number(row.here) / Number(row.there)]))
}

async function lastEvents({ db }: Pick<Inside, 'db'>): Promise<string | undefined> {
  const [row] = await db.execute<{ at: string }>(
    sql`select max(received_at)::text as at from event_delivery having max(received_at) is not null`,
  )
  return row && instantOf(row.at)
}
