import { effectiveFacts } from '../ledger/index.ts'
import type { Inside } from '@throughline/db'
import { parseChannelRules, type ChannelRule } from './channel-rules.ts'
import { defaultChannelRules } from './default-channel-rules.ts'

const id = { kind: 'channel_rules', source: 'throughline', key: 'all' }

/** A tenant's channel rules in their order; those that everybody begins with where it has none of its own. */
export async function readChannelRules(inside: Pick<Inside, 'db' | 'tenantId'>): Promise<readonly ChannelRule[]> {
  const [fact] = await effectiveFacts(inside, [id])
  return !fact || fact.withdrawn ? defaultChannelRules : parseChannelRules(fact.value['rules'])
}
