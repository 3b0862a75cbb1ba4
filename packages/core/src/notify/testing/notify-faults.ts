import { randomUUID } from 'node:crypto'
import type { AlertFaults } from './alert-fault.ts'

const channelId = randomUUID()
const alertId = randomUUID()

export const notifyFaults: AlertFaults = {
  'rule-fails': {
    // A rule that is not composed, so that nothing looks with it again and mends it.
    inject: async ({ sql, tenantId, now }) => {
      await sql`insert into alert_watch (tenant_id, rule, checked_at, failures, error) values (${tenantId}, 'broken', ${now()}, 3, 'Error')`
    },
    mend: async ({ sql }) => {
      await sql`update alert_watch set failures = 0, error = null where rule = 'broken'`
    },
  },
  'channel-fails': {
    async inject({ sql, tenantId, now }) {
      const before = new Date(now().getTime() - 60_000)
      await sql`insert into alert_channel (tenant_id, channel_id, kind, name, hint, people, severities, is_on, changed_by, changed_at)
        values (${tenantId}, ${channelId}, 'slack', 'Nobody home', '', '[]', '["info"]', true, 'test', ${before})`
      await sql`insert into alert (tenant_id, alert_id, rule, subject, severity, state, say, link, opened_at, last_seen_at, resolved_at, occurrences, events)
        values (${tenantId}, ${alertId}, 'past', 'past', 'info', 'resolved', '{}', '/', ${before}, ${before}, ${before}, 1, 1)`
      await sql`insert into alert_event (tenant_id, alert_id, event_no, at, kind, actor, detail)
        values (${tenantId}, ${alertId}, 1, ${before}, 'opened', 'test', '{}')`
      await sql`insert into alert_delivery (tenant_id, alert_id, event_no, channel_id, kind, state, attempts, due_at, why, created_at, settled_at)
        values (${tenantId}, ${alertId}, 1, ${channelId}, 'trigger', 'failed', 12, ${now()}, 'It took no connection.', ${now()}, ${now()})`
    },
    // Somebody gave the channel another address.
    mend: async ({ sql, now }) => {
      await sql`update alert_channel set changed_at = ${now()} where channel_id = ${channelId}`
    },
  },
}
