import { Instant } from '@throughline/canonical'
import { z } from 'zod'
import { InTenant } from './shared.ts'

const count = z.number().int().nonnegative()
export const AlertSeverity = z.enum(['critical', 'warning', 'info'])
export type AlertSeverity = z.infer<typeof AlertSeverity>
export const AlertState = z.enum(['open', 'acknowledged', 'snoozed', 'resolved'])
export type AlertState = z.infer<typeof AlertState>

const Colleague = z.object({ userId: z.uuid(), name: z.string() })

/** One alert, in the reader's words. */
export const Alert = z.object({
  alertId: z.uuid(),
  rule: z.string(),
  title: z.string(),
  sentence: z.string(),
  severity: AlertSeverity,
  state: AlertState,
  openedAt: Instant,
  lastSeenAt: Instant,
  missingSince: Instant.nullable(),
  resolvedAt: Instant.nullable(),
  snoozedUntil: Instant.nullable(),
  owner: Colleague.nullable(),
  occurrences: count,
  /** Below the client's own pages. */
  link: z.string().nullable(),
})
export type Alert = z.infer<typeof Alert>

/** alerts.list (query): the worst first, then the newest. */
export const AlertsInput = InTenant.extend({
  states: z.array(AlertState).min(1).max(4).default(['open', 'acknowledged', 'snoozed']),
  severity: AlertSeverity.nullable().default(null),
  offset: z.number().int().min(0).max(100_000).default(0),
})
export const Alerts = z.object({
  rows: z.array(Alert),
  more: z.boolean(),
  counts: z.array(z.object({ state: AlertState, severity: AlertSeverity, n: count })),
})
export type Alerts = z.infer<typeof Alerts>

/** alerts.count (query): those that nobody has answered. */
export const AlertCount = z.object({ open: count, critical: count })

/** alerts.one (query) */
export const AlertInput = InTenant.extend({ alertId: z.uuid() })
const Told = z.enum(['trigger', 'acknowledge', 'resolve'])
export const AlertStory = Alert.extend({
  story: z.array(
    z.object({
      no: count,
      at: Instant,
      kind: z.enum([
        'opened',
        'refreshed',
        'acknowledged',
        'assigned',
        'snoozed',
        'commented',
        'resolved',
        'reopened',
        'notified',
      ]),
      who: z.string().nullable(),
      detail: z.record(z.string(), z.string()),
    }),
  ),
  deliveries: z.array(
    z.object({
      channel: z.string(),
      kind: Told,
      state: z.enum(['queued', 'sent', 'failed', 'needless']),
      attempts: count,
      dueAt: Instant,
      why: z.string().nullable(),
    }),
  ),
  colleagues: z.array(Colleague),
  mayAnswer: z.boolean(),
})
export type AlertStory = z.infer<typeof AlertStory>

/** alerts.ofAgency (query): of every client that one looks after. */
export const AgencyAlerts = z.array(
  Alert.omit({ owner: true, link: true }).extend({ slug: z.string(), client: z.string() }),
)
export type AgencyAlerts = z.infer<typeof AgencyAlerts>

/** alerts.acknowledge, alerts.snooze (mutations) */
const alertIds = z.array(z.uuid()).min(1).max(200)
export const AcknowledgeInput = InTenant.extend({ alertIds })
export const SnoozeInput = InTenant.extend({ alertIds, until: Instant })
export const AlertsChanged = z.object({ count })
/** alerts.assign, alerts.comment (mutations) */
export const AssignAlertInput = AlertInput.extend({ userId: z.uuid().nullable() })
export const CommentAlertInput = AlertInput.extend({ text: z.string().trim().min(1).max(2_000) })

const Clock = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'Say it like 22:00.')
const Quiet = z.object({ from: Clock, to: Clock })
const channel = {
  of: z.enum(['client', 'agency']),
  kind: z.enum(['mail', 'slack', 'pagerduty']),
  name: z.string().trim().min(1).max(80),
  people: z.array(z.uuid()).max(50),
  severities: z.array(AlertSeverity).min(1),
  rules: z.array(z.string().max(64)).max(200).nullable(),
  isOn: z.boolean(),
}

/** alerts.settings (query): no address in it. */
export const AlertSettings = z.object({
  channels: z.array(
    z.object({
      ...channel,
      channelId: z.uuid(),
      hint: z.string(),
      waiting: count,
      lastSentAt: Instant.nullable(),
      failing: z.string().nullable(),
    }),
  ),
  quiet: Quiet.nullable(),
  timeZone: z.string(),
  colleagues: z.array(Colleague),
  rules: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      severity: AlertSeverity,
      seenByClient: z.boolean(),
      checkedAt: Instant.nullable(),
      failures: count,
    }),
  ),
  maySave: z.boolean(),
})
export type AlertSettings = z.infer<typeof AlertSettings>

/** alerts.saveChannel (mutation): without an address or key it keeps those that it has. */
export const SaveChannelInput = InTenant.extend({
  ...channel,
  channelId: z.uuid().nullable(),
  address: z.string().trim().max(2_000).nullable(),
  key: z.string().trim().max(200).nullable(),
})
export const ChannelSaved = z.object({ channelId: z.uuid() })
/** alerts.removeChannel, alerts.testChannel (mutations) */
export const ChannelInput = InTenant.extend({ channelId: z.uuid() })
export const ChannelTested = z.object({ why: z.string().nullable() })
/** alerts.saveQuiet (mutation) */
export const SaveQuietInput = InTenant.extend({ quiet: Quiet.nullable() })
