import { sql, type Inside } from '@throughline/db'

/** Once is a fluke. */
const oftenEnough = 3

/** Rules that failed often in a row. */
export async function blindRules({ db }: Pick<Inside, 'db'>): Promise<{ rule: string; failures: number }[]> {
  return [
    ...(await db.execute<{ rule: string; failures: number }>(
      sql`select rule, failures from alert_watch where failures >= ${oftenEnough}::int order by rule`,
    )),
  ]
}

/** Channels that were not reached since they were last reached or changed, with the last reason. */
export async function failedChannels({
  db,
}: Pick<Inside, 'db'>): Promise<{ channelId: string; failed: number; why: string }[]> {
  const rows = await db.execute<{ channel_id: string; failed: number; why: string | null }>(sql`
    select d.channel_id, count(*)::int as failed, (array_agg(d.why order by d.settled_at desc))[1] as why from alert_delivery d
    where d.state = 'failed'
      and d.settled_at > coalesce((select max(s.settled_at) from alert_delivery s where s.channel_id = d.channel_id and s.state = 'sent'), '-infinity')
      and d.settled_at > coalesce((select c.changed_at from alert_channel c where c.channel_id = d.channel_id),
        (select c.changed_at from agency_alert_channel c where c.channel_id = d.channel_id), '-infinity')
    group by 1 order by 1`)
  return [...rows].map(({ channel_id: channelId, failed, why }) => ({ channelId, failed, why: why ?? '' }))
}
