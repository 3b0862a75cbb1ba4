import type { Day } from '@throughline/canonical'
import { sql, type Inside } from '@throughline/db'
import { eventNames } from '../../events/event-names.store.ts'
import { toldByOthers } from '../sources/told-by-others.store.ts'

/** Counts or amounts by day; a day that is not there had none. */
export interface DailySeries {
  /** `gifts`, `raised`, `events:web`. */
  id: string
  kind: 'count' | 'amount'
  /** Of amounts: the client's own. */
  currency: string | null
  /** A day is told of even when it is zero: one that is not there is missing. */
  toldDaily: boolean
  /** Days at its end of which not all has to be known yet. */
  settling: number
  days: Map<Day, number>
}

/** A client with more sources of events than this has the largest judged. */
const mostSources = 12

/** The series that are judged: what is given and spent, what is sent, and what events come of each source. */
export async function dailySeries(
  { db }: Pick<Inside, 'db'>,
  { from, to }: { from: Day; to: Day },
): Promise<DailySeries[]> {
  const [names, money, sent, events] = await Promise.all([
    eventNames({ db }),
    db.execute<{ day: string; kind: string; currency: string; minor: string; n: string }>(sql`
      select day::text as day, kind, currency, sum(minor) as minor, sum(n) as n from money_movement
      where day >= ${from}::date and day <= ${to}::date and kind in ('gross', 'refund', 'spend')
        and currency = (select currency from tenant)
      group by 1, 2, 3`),
    db.execute<{ day: string; kind: string; n: string }>(sql`
      select day::text as day, kind, sum(n) as n from delivery_movement
      where day >= ${from}::date and day <= ${to}::date and kind in ('delivered', 'opted_out', 'link_clicks') group by 1, 2`),
    db.execute<{ source: number; day: string; n: string }>(sql`
      select source, day::text as day, sum(n) as n from event_volume
      where day >= ${from}::date and day <= ${to}::date and ${toldByOthers('event_volume')} and source in (select source from event_volume
        where day >= ${from}::date and day <= ${to}::date and ${toldByOthers('event_volume')} group by 1 order by sum(n) desc limit ${mostSources}::int)
      group by 1, 2 order by 1, 2`),
  ])
  const found = new Map<string, DailySeries>()
  const put = (shape: Omit<DailySeries, 'days'>, day: Day, value: number) => {
    const series = found.get(shape.id) ?? { ...shape, days: new Map<Day, number>() }
    found.set(shape.id, series)
    series.days.set(day, (series.days.get(day) ?? 0) + value)
  }
  const count = (id: string, settling = 0) =>
    ({ id, kind: 'count', currency: null, toldDaily: false, settling }) as const
  for (const { day, kind, currency, minor, n } of money) {
    const amount = { kind: 'amount', currency, toldDaily: false, settling: 0 } as const
    if (kind === 'gross') {
      put(count('gifts'), day, Number(n))
      put({ ...amount, id: 'raised' }, day, Number(minor))
    } else if (kind === 'refund') put(count('refunds'), day, Number(n))
    // Platforms tell of a day on the next.
    else put({ ...amount, id: 'spend', toldDaily: true, settling: 1 }, day, Number(minor))
  }
  for (const { day, kind, n } of sent) put(count(kind, kind === 'link_clicks' ? 1 : 0), day, Number(n))
  for (const { source, day, n } of events) put(count(`events:${names.source(source)}`), day, Number(n))
  return [...found.values()]
}
