import { sql, type Inside } from '@throughline/db'
import type { Activity, Counts } from './activity.ts'
import { arrayText } from './array-text.ts'
import { measures } from './written-event.ts'

type Writing = Pick<Inside, 'db' | 'tenantId'>

const names = sql.raw(measures.join(', '))
const added = (table: string) =>
  sql.raw(measures.map((name) => `${name} = ${table}.${name} + excluded.${name}`).join(', '))
const counted = (rows: readonly Counts<unknown>[]) =>
  sql.join(
    measures.map((_, place) => sql`${arrayText(rows.map(({ counts }) => counts[place] ?? 0))}::int[]`),
    sql`, `,
  )

/** Adds to the counts of today's recorded day; past recorded days stay as they are. */
export function addActivity({ db, tenantId }: Writing, recordedDay: string, activity: Activity): Promise<unknown>[] {
  const { campaigns, hours, volumes } = activity
  const statements = []
  if (campaigns.length > 0)
    statements.push(sql`
      insert into activity_movement (tenant_id, day, recorded_day, campaign_no, creative_no, channel, cause, ${names})
      select ${tenantId}, day, ${recordedDay}::date, campaign, creative, channel, cause, ${names}
      from unnest(${arrayText(campaigns.map(({ key }) => key.day))}::date[], ${arrayText(campaigns.map(({ key }) => key.campaignNo))}::int[],
        ${arrayText(campaigns.map(({ key }) => key.creativeNo))}::int[], ${arrayText(campaigns.map(({ key }) => key.channel))}::smallint[],
        ${arrayText(campaigns.map(({ key }) => key.cause))}::smallint[], ${counted(campaigns)})
        as u (day, campaign, creative, channel, cause, ${names})
      on conflict (tenant_id, day, recorded_day, campaign_no, creative_no, channel, cause) do update set ${added('activity_movement')}`)
  if (hours.length > 0)
    statements.push(sql`
      insert into activity_hour (tenant_id, day, recorded_day, hour, channel, cause, ${names})
      select ${tenantId}, day, ${recordedDay}::date, hour, channel, cause, ${names}
      from unnest(${arrayText(hours.map(({ key }) => key.day))}::date[], ${arrayText(hours.map(({ key }) => key.hour))}::smallint[],
        ${arrayText(hours.map(({ key }) => key.channel))}::smallint[], ${arrayText(hours.map(({ key }) => key.cause))}::smallint[],
        ${counted(hours)}) as u (day, hour, channel, cause, ${names})
      on conflict (tenant_id, day, recorded_day, hour, channel, cause) do update set ${added('activity_hour')}`)
  if (volumes.length > 0)
    statements.push(sql`
      insert into event_volume (tenant_id, day, recorded_day, hour, kind, source, cause, n)
      select ${tenantId}, day, ${recordedDay}::date, hour, kind, source, cause, n
      from unnest(${arrayText(volumes.map(({ key }) => key.day))}::date[], ${arrayText(volumes.map(({ key }) => key.hour))}::smallint[],
        ${arrayText(volumes.map(({ key }) => key.kind))}::smallint[], ${arrayText(volumes.map(({ key }) => key.source))}::smallint[],
        ${arrayText(volumes.map(({ key }) => key.cause))}::smallint[], ${arrayText(volumes.map(({ n }) => n))}::int[])
        as u (day, hour, kind, source, cause, n)
      on conflict (tenant_id, day, recorded_day, hour, kind, source, cause) do update set n = event_volume.n + excluded.n`)
  return statements.map((statement) => db.execute(statement))
}
