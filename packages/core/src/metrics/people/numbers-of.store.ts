import { Invalid } from '@throughline/canonical'
import { deliveryChannels } from '@throughline/canonical/event'
import { sql, type Inside } from '@throughline/db'
import { activityKinds } from '../../events/index.ts'
import type { ActivityFilter } from './activity-filter.ts'

/** Events by their names, as a person asks for them. */
export interface NamedEvents {
  /** What happened: one of ours (`delivered`, `clicked`, `visited` …), or a kind of the client's own. Unsaid: anything. */
  kind?: string | undefined
  campaign?: string | undefined
  creative?: string | undefined
  channel?: string | undefined
  region?: string | undefined
}

/** The same by the numbers that strips hold. @throws Invalid where no event ever had such a name: not a count of zero */
export async function numbersOf(
  { db }: Pick<Inside, 'db'>,
  named: NamedEvents,
  field: string,
): Promise<ActivityFilter> {
  const numberOf = async (of: 'kind' | 'campaign' | 'creative' | 'region', name: string): Promise<number> => {
    const [row] = await db.execute<{ no: number }>(sql`select no from event_name where "of" = ${of} and name = ${name}`)
    if (!row) throw new Invalid(unknown[of], `${field}.${of}`)
    return row.no
  }
  const { kind, campaign, creative, channel, region } = named
  return {
    ...(kind === undefined ? {} : { kinds: [ourKind(kind) ?? (await numberOf('kind', kind))] }),
    ...(campaign === undefined ? {} : { campaigns: [await numberOf('campaign', bare(campaign))] }),
    ...(creative === undefined ? {} : { creatives: [await numberOf('creative', bare(creative))] }),
    ...(channel === undefined ? {} : { channels: [channelNumber(channel, field)] }),
    ...(region === undefined ? {} : { regions: [await numberOf('region', region)] }),
  }
}

const ourKind = (name: string): number | undefined =>
  Object.hasOwn(activityKinds, name) ? activityKinds[name as keyof typeof activityKinds] : undefined

const unknown = {
  kind: `Nothing of that kind ever happened here. Ask for one of ${Object.keys(activityKinds).join(', ')}, or a kind of your own.`,
  campaign: 'No event names such a campaign: ask by the id that events carry as campaign_id.',
  creative: 'No event names such a creative: ask by the id that events carry as creative_id.',
  region: 'No event came from such a region.',
} as const

/** Names of what strips hold by number. */
export async function namesOf(
  { db }: Pick<Inside, 'db'>,
  of: 'kind' | 'campaign' | 'creative' | 'region',
): Promise<ReadonlyMap<number, string>> {
  const rows = await db.execute<{ no: number; name: string }>(sql`select no, name from event_name where "of" = ${of}`)
  const ours = of === 'kind' ? Object.entries(activityKinds).map(([name, no]) => [no, name] as const) : []
  return new Map([...ours, ...rows.map(({ no, name }) => [no, name] as const)])
}

/** Figures call a campaign of events by its source too. */
const bare = (key: string): string => (key.startsWith('events:') ? key.slice('events:'.length) : key)

function channelNumber(name: string, field: string): number {
  const at = (deliveryChannels as readonly string[]).indexOf(name)
  if (at === -1) throw new Invalid(`A channel is one of ${deliveryChannels.join(', ')}.`, `${field}.channel`)
  return at + 1
}
