import type { AlertRule } from './alert-rule.ts'
import { subjectOfChannel } from './delivery/channel.ts'
import { channelsOf } from './delivery/channel.store.ts'
import { blindRules, failedChannels } from './notify-alerts.store.ts'

/** A rule that cannot look says nothing of what it is there for. */
const ruleFails: AlertRule = {
  id: 'rule-fails',
  title: 'A rule cannot look',
  severity: 'warning',
  runbook: 'docs/runbooks/rule-fails.md',
  sentence: ({ rule, failures }) =>
    `"${rule}" failed ${failures} times in a row, so that what it looks for would go unnoticed.`,
  calmMinutes: 0,
  reopenMinutes: 60,
  check: async (inside) =>
    (await blindRules(inside)).map(({ rule, failures }) => ({
      subject: `rule:${rule}`,
      say: { rule, failures },
      link: '/alerts/settings',
    })),
}

/** Whoever should have been told was not. */
const channelFails: AlertRule = {
  id: 'channel-fails',
  title: 'A channel is not reached',
  severity: 'warning',
  runbook: 'docs/runbooks/channel-fails.md',
  sentence: ({ channel, failed, why }) =>
    `${failed === 1 ? 'One message' : `${failed} messages`} to "${channel}" could not be delivered since it was last reached. ${why}`,
  calmMinutes: 0,
  reopenMinutes: 24 * 60,
  check: async (inside) => {
    const names = new Map((await channelsOf(inside)).map(({ channelId, name }) => [channelId, name]))
    return (await failedChannels(inside)).flatMap(({ channelId, failed, why }) => {
      const channel = names.get(channelId)
      return channel === undefined
        ? []
        : [{ subject: subjectOfChannel(channelId), say: { channel, failed, why }, link: '/alerts/settings' }]
    })
  },
}

/** What can be wrong with noticing and telling. */
export const notifyAlerts: readonly AlertRule[] = [ruleFails, channelFails]
