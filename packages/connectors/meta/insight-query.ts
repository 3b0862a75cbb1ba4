import { allStatuses } from './status.ts'
import type { Config } from './schema.ts'

/** One stream of figures: whole, or in parts. */
export interface Figures {
  /** The fields whose values tell a row from others of the same ad and day. */
  breakdown: readonly string[]
}

export const breakdowns = {
  demographic: ['age', 'gender'],
  placement: ['publisher_platform', 'platform_position'],
  device: ['impression_device'],
  region: ['region'],
} as const satisfies Record<Config['breakdowns'][number], readonly string[]>

const ids = 'account_id,account_currency,campaign_id,adset_id,ad_id'
const wholeFields = `${ids},campaign_name,adset_name,ad_name,spend,impressions,reach,clicks,inline_link_clicks,outbound_clicks,actions,action_values,video_play_actions,video_p100_watched_actions,attribution_setting`
/** Without reach: with breakdowns it is kept for 13 months only and refused beyond. */
const partFields = `${ids},spend,impressions,clicks,inline_link_clicks`

interface Days {
  since: string
  /** Inclusive. */
  until: string
}

interface Filter {
  field: string
  operator: 'IN'
  value: readonly string[]
}

/** What a report at ad level is asked for with. Archived and deleted ads are left out unless all statuses are named. */
export function reportQuery(
  { breakdown }: Figures,
  days: Days,
  config: Config,
  objects: { level: string; ids: readonly string[] } | undefined,
): Record<string, string> {
  const filters = [
    statusFilter('ad'),
    ...(objects ? [{ field: `${objects.level}.id`, operator: 'IN' as const, value: objects.ids }] : []),
  ]
  const isWhole = breakdown.length === 0
  return {
    level: 'ad',
    ...daily(days, filters),
    fields: isWhole ? wholeFields : partFields,
    ...(isWhole ? { action_attribution_windows: JSON.stringify(config.attributionWindows) } : {}),
    ...broken(breakdown),
  }
}

/** Which objects of one level have any figures on these days, within those of the level above where some are named. */
export function objectsQuery(level: 'campaign' | 'adset' | 'ad', days: Days, within: Filter[]): Record<string, string> {
  return { level, ...daily(days, [statusFilter(level), ...within]), fields: `${level}_id`, limit: '500' }
}

/** The account's own sum by day: what all its ads have to come to. */
export function accountQuery({ breakdown }: Figures, days: Days): Record<string, string> {
  return { level: 'account', ...daily(days, []), fields: 'account_currency,spend', limit: '500', ...broken(breakdown) }
}

const statusFilter = (level: string): Filter => ({
  field: `${level}.effective_status`,
  operator: 'IN',
  value: allStatuses,
})

const broken = (breakdown: readonly string[]) => (breakdown.length > 0 ? { breakdowns: breakdown.join(',') } : {})

const daily = ({ since, until }: Days, filters: Filter[]) => ({
  time_increment: '1',
  time_range: JSON.stringify({ since, until }),
  ...(filters.length > 0 ? { filtering: JSON.stringify(filters) } : {}),
})
