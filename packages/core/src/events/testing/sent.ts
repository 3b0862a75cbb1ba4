import { randomUUID } from 'node:crypto'

/** When the tests of events take place. */
export const received = Date.parse('2026-11-20T15:00:00Z')
export const campaignId = '11111111-1111-4111-8111-111111111111'

/** An event as a sender writes it: a click, unless said otherwise. */
export function sent(more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    event_id: randomUUID(),
    event_type: 'campaign_clicked',
    timestamp: '2026-11-20T14:59:00Z',
    user_id: 'user-1',
    session_id: 'session-1',
    source: 'web',
    properties: { campaign_id: campaignId },
    ...more,
  }
}
