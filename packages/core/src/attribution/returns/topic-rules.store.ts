import type { Inside } from '@throughline/db'
import { effectiveFacts, writeOwnFacts } from '../../ledger/index.ts'
import { checkTopics, firstTopics, type TopicRule } from './topics.ts'

const fact = { kind: 'topic_rules', key: 'creatives' }

/** The client's own rules, else those that everybody begins with. */
export async function readTopics(inside: Inside): Promise<{ rules: readonly TopicRule[]; own: boolean }> {
  const [found] = await effectiveFacts(inside, [{ ...fact, source: 'throughline' }])
  if (!found || found.withdrawn) return { rules: firstTopics, own: false }
  return { rules: found.value['rules'] as TopicRule[], own: true }
}

/** Topics are told by these rules from now on. They move no sum: what is shown by topic is added up anew. */
export async function writeTopics(inside: Inside, rules: readonly TopicRule[], now: Date): Promise<void> {
  await writeOwnFacts(inside, [{ ...fact, value: { rules: checkTopics(rules) } }], { cause: 'rule_change', now })
}
