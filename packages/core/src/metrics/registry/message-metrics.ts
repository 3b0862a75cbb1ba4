import { measured, plus } from './measured.ts'
import type { Metric } from './metric.ts'

const shared = {
  refresh: 'real_time',
  model: false,
  estimate: 'wilson',
  unit: 'share',
  wanted: 'up',
  grain: 'a message to one person',
  sources: ['messages', 'events'],
  owner: 'lifecycle',
  thinBelow: 100,
} as const
const mailed = [plus('Emails that senders report', 'told_mailed'), plus('Emails and pushes by events', 'events_mailed')]
const opened = [plus('Opens that senders report', 'told_opened'), plus('Opens by events', 'events_opened')]
const delivered = [
  plus('Texts that senders report', 'told_delivered'),
  plus('Emails that senders report', 'told_mailed'),
  plus('Messages by events', 'events_delivered'),
]

/** What was sent, opened, clicked, and who wants no more of it. What a connector and an event both tell counts twice: tell it once. */
export const messageMetrics: readonly Metric[] = [
  measured({
    ...shared,
    id: 'messages_delivered',
    estimate: null,
    thinBelow: null,
    unit: 'count',
    title: { fundraising: 'Messages delivered', commerce: 'Messages delivered' },
    definition: 'Texts delivered and emails sent as their senders report them, with deliveries that events tell of.',
    formula: 'texts delivered + emails sent + campaign_delivered to people',
    healthy: null,
    numerator: delivered,
  }),
  measured({
    ...shared,
    id: 'open_rate',
    title: { fundraising: 'Open rate', commerce: 'Open rate' },
    definition:
      'Opens for each email or push, by messages: one that is opened twice counts twice. Texts cannot be seen opening and are left out, as is what a machine seems to have opened.',
    formula: 'opens ÷ emails and pushes delivered',
    healthy: { from: 0.15, to: 0.35 },
    numerator: opened,
    denominator: mailed,
    units: 'denominator',
  }),
  measured({
    ...shared,
    id: 'click_rate',
    title: { fundraising: 'Click rate', commerce: 'Click rate' },
    definition: 'Clicks for each email or push that was opened: what those did who had it before them.',
    formula: 'clicks in emails and pushes ÷ opens',
    owner: 'performance',
    healthy: { from: 0.05, to: 0.2 },
    numerator: [plus('Clicks that senders report', 'told_clicked'), plus('Clicks by events', 'events_message_clicked')],
    denominator: opened,
    units: 'denominator',
  }),
  measured({
    ...shared,
    id: 'opt_out_rate',
    title: { fundraising: 'Opt-out rate', commerce: 'Opt-out rate' },
    definition: 'Who asked for no more messages, for each message that was delivered on the same days.',
    formula: 'opt-outs ÷ messages delivered',
    wanted: 'down',
    owner: 'compliance',
    healthy: { from: 0, to: 0.02 },
    numerator: [plus('Opt-outs of texts', 'told_opted_out'), plus('Opt-outs by events', 'events_unsubscribed')],
    denominator: delivered,
    units: 'denominator',
  }),
]
