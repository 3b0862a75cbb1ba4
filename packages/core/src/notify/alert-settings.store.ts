import { inArray, sql, tables, type Inside } from '@throughline/db'
import type { AlertRule } from './alert-rule.ts'
import type { AlertSettings, ChannelView } from './alerts.ts'
import { channelsOf } from './delivery/channel.store.ts'
import { colleaguesOf } from './delivery/people.store.ts'
import { quietHours } from './delivery/plan-deliveries.store.ts'
import type { QuietHours } from './delivery/quiet-hours.ts'
import { failedChannels } from './notify-alerts.store.ts'

const { alertSetting, alertWatch, tenant, member, tenantGrant } = tables

/** Names of people that readers of this client know. */
export async function namesOf({ db }: Pick<Inside, 'db'>, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const wanted = [...new Set(ids)]
  const [colleagues, granted] = await Promise.all([
    db.select({ userId: member.userId, name: member.name }).from(member).where(inArray(member.userId, wanted)),
    db
      .select({ userId: tenantGrant.userId, name: tenantGrant.name })
      .from(tenantGrant)
      .where(inArray(tenantGrant.userId, wanted)),
  ])
  return new Map([...granted, ...colleagues].map(({ userId, name }) => [userId, name]))
}

/** Everything that the page of settings shows; no address. */
export async function readAlertSettings(
  inside: Inside,
  rules: readonly AlertRule[],
): Promise<Omit<AlertSettings, 'maySave'>> {
  const { db } = inside
  const [channels, quiet, [place], people, watched, failed, tallies] = await Promise.all([
    channelsOf(inside),
    quietHours(inside),
    db.select({ timeZone: tenant.timeZone }).from(tenant),
    colleaguesOf(inside),
    db.select().from(alertWatch),
    failedChannels(inside),
    db.execute<{ channel_id: string; waiting: number; last: string | null }>(sql`
      select channel_id, (count(*) filter (where state = 'queued'))::int as waiting,
        to_json(max(settled_at) filter (where state = 'sent')) #>> '{}' as last from alert_delivery group by 1`),
  ])
  const tally = new Map([...tallies].map((row) => [row.channel_id, row]))
  const failing = new Map(failed.map(({ channelId, why }) => [channelId, why]))
  const looked = new Map(watched.map((row) => [row.rule, row]))
  return {
    channels: channels.map(({ sealed: _sealed, ...channel }) => {
      const last = tally.get(channel.channelId)?.last ?? null
      return {
        ...(channel as Omit<ChannelView, 'waiting' | 'lastSentAt' | 'failing'>),
        waiting: tally.get(channel.channelId)?.waiting ?? 0,
        lastSentAt: last === null ? null : new Date(last).toISOString(),
        failing: failing.get(channel.channelId) ?? null,
      }
    }),
    quiet,
    timeZone: place?.timeZone ?? 'UTC',
    colleagues: people.map(({ userId, name }) => ({ userId, name })),
    rules: rules.map(({ id, title, severity, forClient }) => ({
      ...{ id, title, severity, seenByClient: forClient !== undefined },
      checkedAt: looked.get(id)?.checkedAt ?? null,
      failures: looked.get(id)?.failures ?? 0,
    })),
  }
}

export async function writeQuiet(
  { db, tenantId }: Pick<Inside, 'db' | 'tenantId'>,
  quiet: QuietHours | null,
  now: Date,
): Promise<void> {
  const set = { quietFrom: quiet?.from ?? null, quietTo: quiet?.to ?? null, changedAt: now.toISOString() }
  await db
    .insert(alertSetting)
    .values({ tenantId, ...set })
    .onConflictDoUpdate({ target: [alertSetting.tenantId], set })
}

/** Whether another channel has this name. */
export async function channelNamed(inside: Pick<Inside, 'db'>, name: string, but: string | null): Promise<boolean> {
  return (await channelsOf(inside)).some((each) => each.name === name && each.channelId !== but)
}
