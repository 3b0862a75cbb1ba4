import { actorName as senderName, sql, type Inside } from '@throughline/db'

export { senderName }

/** What events of a tenant are judged by. */
export interface EventSettings {
  currency: string
  personalData: 'hash' | 'refuse'
  kinds: { name: string; version: number; schema: Record<string, unknown> }[]
}

export async function eventSettings({ db }: Pick<Inside, 'db'>): Promise<EventSettings> {
  const [[tenant], kinds] = await Promise.all([
    db.execute<{ currency: string; event_personal_data: 'hash' | 'refuse' }>(
      sql`select currency, event_personal_data from tenant`,
    ),
    db.execute<EventSettings['kinds'][number] & Record<string, unknown>>(sql`
      select distinct on (name) name, version, schema from event_kind where archived_at is null order by name, version desc`),
  ])
  if (!tenant) throw new Error('no tenant to read the settings of')
  return { currency: tenant.currency, personalData: tenant.event_personal_data, kinds: [...kinds] }
}
