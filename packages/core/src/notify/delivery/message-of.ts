import type { AlertRule } from '../alert-rule.ts'
import { wordsOf } from '../words-of.ts'
import type { Message } from './message.ts'
import type { DueDelivery } from './outbox.store.ts'

/** A delivery in words, with the addresses of our own pages. */
export function messageOf(
  { publicUrl, rules }: { publicUrl: string; rules: readonly AlertRule[] },
  tenantId: string,
  client: { slug: string; name: string },
  { alertId, kind, severity, rule, say, at }: DueDelivery,
): Message {
  const page = `${publicUrl}/t/${client.slug}/alerts`
  return {
    ...{ kind, severity, rule, at, client: client.name },
    ...wordsOf(rules, rule, say),
    key: `throughline:${tenantId}:${alertId}`,
    link: `${page}/${alertId}`,
    runbook: `${page}/runbooks/${rule}`,
  }
}
