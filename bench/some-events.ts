import { randomUUID } from 'node:crypto'

const ids = (n: number) => Array.from({ length: n }, () => randomUUID())

/**
 * Events as a busy client's apps send them, about 330 bytes each: four kinds over 100 campaigns with five creatives each, and `people`
 * people.
 * @param chance uniform in [0, 1)
 */
export function eventMaker(chance: () => number, people: number): () => Record<string, unknown> {
  const campaigns = ids(100).map((id) => ({ id, creatives: ids(5) }))
  const of = <T>(list: readonly T[]) => list[Math.floor(chance() * list.length)] as T
  const kinds = ['campaign_delivered', 'campaign_viewed', 'campaign_clicked', 'user_engaged']
  return () => {
    const kind = of(kinds)
    const { id: campaign_id, creatives } = of(campaigns)
    return {
      event_id: randomUUID(),
      event_type: kind,
      timestamp: new Date(Date.now() - Math.floor(chance() * 3_600_000)).toISOString(),
      user_id: `user-${Math.floor(chance() * people)}`,
      session_id: `session-${Math.floor(chance() * people)}`,
      source: 'mobile',
      properties:
        kind === 'user_engaged'
          ? { engagement_type: 'page_view', screen_name: 'home' }
          : { campaign_id, creative_id: of(creatives), delivery_channel: 'push' },
      context: { platform: 'iOS', app_version: '3.1.0', region: 'IL' },
    }
  }
}
