import type { Severity } from '../alert-rule.ts'

/** What a channel is told, and of what. */
export type Told = 'trigger' | 'acknowledge' | 'resolve'

/** One alert as it is told of: names of ours, no personal data. */
export interface Message {
  kind: Told
  severity: Severity
  title: string
  sentence: string
  client: string
  rule: string
  /** The same for every word on this alert. */
  key: string
  at: string
  /** Whole addresses of our own pages. */
  link: string
  runbook: string
}

const words: Record<Severity, string> = { critical: 'Critical', warning: 'Warning', info: 'For your information' }
const headOf = ({ kind, severity, title, client }: Message): string => {
  const state = kind === 'trigger' ? words[severity] : kind === 'resolve' ? 'Resolved' : 'Acknowledged'
  return `${state}: ${title} (${client})`
}

/** For Slack and what speaks as it does. `&`, `<` and `>` would be read as its own. */
export function slackMessage(message: Message): { text: string } {
  const plain = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  const lines = [`*${plain(headOf(message))}*`]
  if (message.kind === 'trigger') lines.push(plain(message.sentence))
  lines.push(`<${message.link}|Open the alert> · <${message.runbook}|What to do>`)
  return { text: lines.join('\n') }
}

/** An event of PagerDuty's Events API v2. The key makes saying one thing twice the same as once. */
export function pagerDutyEvent(message: Message, routingKey: string): Record<string, unknown> {
  const event = { routing_key: routingKey, event_action: message.kind, dedup_key: message.key }
  if (message.kind !== 'trigger') return event
  return {
    ...event,
    client: 'Throughline',
    client_url: message.link,
    links: [
      { href: message.link, text: 'Open the alert' },
      { href: message.runbook, text: 'What to do' },
    ],
    payload: {
      summary: `${message.title}: ${message.sentence}`.slice(0, 1_024),
      source: message.client,
      severity: message.severity,
      timestamp: message.at,
      component: message.rule,
      custom_details: { client: message.client, rule: message.rule },
    },
  }
}

/** One mail for everything that a channel has to say at once. */
export function alertMail(messages: readonly Message[]): { subject: string; text: string } {
  const [first] = messages
  if (!first) throw new Error('a mail of nothing')
  const subject = messages.length === 1 ? headOf(first) : `${messages.length} alerts of ${clientsOf(messages)}`
  const parts = messages.map((each) =>
    [headOf(each), ...(each.kind === 'trigger' ? [each.sentence] : []), each.link].join('\n'),
  )
  return { subject, text: `${parts.join('\n\n')}\n` }
}

function clientsOf(messages: readonly Message[]): string {
  const clients = new Set(messages.map(({ client }) => client))
  return clients.size === 1 ? [...clients].join('') : `${clients.size} clients`
}
