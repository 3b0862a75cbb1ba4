import type { Day } from '@throughline/canonical'
import { eventTypes } from '@throughline/canonical/event'
import { sql, type Inside } from '@throughline/db'

/** Who opted out by text or unsubscribed, by day. */
export async function optOutsByDay(
  { db }: Pick<Inside, 'db'>,
  { from, to }: { from: Day; to: Day },
): Promise<Map<Day, number>> {
  const rows = await db.execute<{ day: string; n: string }>(sql`
    select day::text as day, sum(n) as n from (
      select day, n::bigint as n from event_volume
      where day >= ${from}::date and day <= ${to}::date and kind = ${eventTypes.user_unsubscribed.code}::int
      union all
      select day, n from delivery_movement where day >= ${from}::date and day <= ${to}::date and kind = 'opted_out') each
    group by 1`)
  return new Map(rows.map(({ day, n }) => [day, Number(n)]))
}
