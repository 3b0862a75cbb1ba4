import { and, eq, inArray, sql, tables, type Inside } from '@throughline/db'
import { nextDue } from '../../jobs/index.ts'
import type { Severity } from '../alert-rule.ts'
import { takes } from './channel.ts'
import { channelsOf, type KeptChannel } from './channel.store.ts'
import type { Told } from './message.ts'
import { afterQuiet, type QuietHours } from './quiet-hours.ts'

const { alert, alertDelivery, alertSetting, tenant } = tables

/** A line of an alert's story that channels may have to be told of. */
export interface ToldLine {
  alertId: string
  eventNo: number
  severity: Severity
  rule: string
  kind: 'opened' | 'reopened' | 'refreshed' | 'acknowledged' | 'resolved'
}

/** Hours in which this client is not to be disturbed. */
export async function quietHours({ db }: Pick<Inside, 'db'>): Promise<QuietHours | null> {
  const [row] = await db.select({ from: alertSetting.quietFrom, to: alertSetting.quietTo }).from(alertSetting)
  return row && row.from !== null && row.to !== null ? { from: row.from, to: row.to } : null
}

/** What is only for somebody's information is mailed once a day. */
const digestAt = '08:00'

/**
 * Puts a line of a story into the outbox, in the transaction that wrote it: once per channel that takes it. Of its end only those hear
 * that heard of its beginning; where that is still waiting, both fall away. What is said again replaces what still waits.
 * @returns how many deliveries were put there
 */
export async function planDeliveries(
  inside: Pick<Inside, 'db' | 'tenantId'>,
  line: ToldLine,
  now: Date,
): Promise<number> {
  const [channels, quiet, [place]] = await Promise.all([
    channelsOf(inside),
    quietHours(inside),
    inside.db.select({ timeZone: tenant.timeZone }).from(tenant),
  ])
  const zone = place?.timeZone ?? 'UTC'
  const kind = toldAs[line.kind]
  const hearing = kind === 'trigger' ? await takers(inside, channels, line) : await heard(inside, channels, line, now)
  if (hearing.length === 0) return 0
  if (kind === 'trigger') await takeBackTriggers(inside, hearing, line.alertId, now)
  const dueOf = (channel: KeptChannel): Date => {
    if (line.severity === 'critical' || channel.kind === 'pagerduty') {
      // An incident is closed at once: nobody is woken by that.
      if (line.severity === 'critical' || kind !== 'trigger') return now
    }
    if (line.severity === 'info' && channel.kind === 'mail') return nextDue({ at: digestAt }, now, zone)
    return afterQuiet(now, quiet, zone)
  }
  await inside.db
    .insert(alertDelivery)
    .values(
      hearing.map((channel) => ({
        ...{ tenantId: inside.tenantId, alertId: line.alertId, eventNo: line.eventNo, channelId: channel.channelId },
        ...{ kind, state: 'queued' as const, attempts: 0, createdAt: now.toISOString() },
        dueAt: dueOf(channel).toISOString(),
      })),
    )
    .onConflictDoNothing()
  return hearing.length
}

const toldAs: Record<ToldLine['kind'], Told> = {
  opened: 'trigger',
  reopened: 'trigger',
  refreshed: 'trigger',
  acknowledged: 'acknowledge',
  resolved: 'resolve',
}

async function takers({ db }: Pick<Inside, 'db'>, channels: readonly KeptChannel[], line: ToldLine) {
  const [row] = await db.select({ subject: alert.subject }).from(alert).where(eq(alert.alertId, line.alertId))
  return channels.filter((channel) => takes(channel, line) && row?.subject !== `channel:${channel.channelId}`)
}

/** What is said again now does not wait behind the same said before. */
async function takeBackTriggers(
  { db }: Pick<Inside, 'db'>,
  channels: readonly KeptChannel[],
  alertId: string,
  now: Date,
): Promise<void> {
  const ids = channels.map(({ channelId }) => channelId)
  await db
    .update(alertDelivery)
    .set({ state: 'needless', why: 'Said again since.', settledAt: now.toISOString() })
    .where(
      and(
        eq(alertDelivery.alertId, alertId),
        inArray(alertDelivery.channelId, ids),
        eq(alertDelivery.kind, 'trigger'),
        eq(alertDelivery.state, 'queued'),
      ),
    )
}

/** Channels whose last word on this alert is that there is one. Word of it that never left is taken back. */
async function heard(
  { db }: Pick<Inside, 'db'>,
  channels: readonly KeptChannel[],
  { alertId, kind }: ToldLine,
  now: Date,
): Promise<KeptChannel[]> {
  if (kind === 'resolved')
    await db.execute(sql`
      update alert_delivery set state = 'needless', why = 'It was over before it was sent.', settled_at = ${now.toISOString()}::timestamptz
      where alert_id = ${alertId}::uuid and state = 'queued' and attempts = 0`)
  const rows = await db.execute<{ channel_id: string }>(sql`
    select channel_id from (
      select distinct on (channel_id) channel_id, kind from alert_delivery
      where alert_id = ${alertId}::uuid and state in ('queued', 'sent') order by channel_id, event_no desc) last
    where kind <> 'resolve'`)
  const told = new Set([...rows].map((row) => row.channel_id))
  const wanted = kind === 'acknowledged' ? channels.filter((channel) => channel.kind === 'pagerduty') : channels
  return wanted.filter(({ channelId, isOn }) => isOn && told.has(channelId))
}
