import { actorName as senderName, sql, type Inside } from '@throughline/db'

export { senderName }

/** What events of a tenant are judged by. */
export interface EventSettings {
  currency: string
  personalData: 'hash' | 'refuse'
  /** Epoch milliseconds; what happened before was forgotten, and is not taken any more. */
  from: number
  kinds: { name: string; version: number; schema: Record<string, unknown> }[]
}

export async function eventSettings({ db }: Pick<Inside, 'db'>): Promise<EventSettings> {
  const [[tenant], kinds] = await Promise.all([
    db.execute<{ currency: string; event_personal_data: 'hash' | 'refuse'; events_from: string | null }>(
      sql`select currency, event_personal_data, events_from::text as events_from from tenant`,
    ),
    db.execute<EventSettings['kinds'][number] & Record<string, unknown>>(sql`
      select distinct on (name) name, version, schema from event_kind where archived_at is null order by name, version desc`),
  ])
  if (!tenant) throw new Error('no tenant to read the settings of')
  return {
    currency: tenant.currency,
    personalData: tenant.event_personal_data,
    from: fromOf(tenant.events_from),
    kinds: [...kinds],
  }
}

/** The moment at which a day of events that are kept begins; of no day, the beginning of time. */
export const fromOf = (day: string | null): number => (day === null ? -Infinity : Date.parse(`${day}T00:00:00Z`))
