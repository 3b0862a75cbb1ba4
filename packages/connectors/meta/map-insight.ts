import type { CanonicalRecord, Spend } from '@throughline/canonical'
import { toCount, toMoney } from './amounts.ts'
import type { InsightRow, NameRow } from './insight-schema.ts'
import { known, timeless } from './map-object.ts'
import { countOf, reportedBy, sumOf } from './reported.ts'
import { startOfDay } from './times.ts'

/** `1000/120210000000000111/2026-09-30`, and the values of a breakdown after it. */
export function insightKey(row: InsightRow, breakdown: readonly string[]): string {
  const values = breakdown.map((name) => valueOf(row, name))
  return [row.account_id, row.ad_id, row.date_start, ...values].join('/')
}

/** One ad's day, whole or in part. Ratios are left to whoever has the counts: they do not add up. */
export function mapInsight(row: InsightRow, breakdown: readonly string[]): CanonicalRecord[] {
  const reported = reportedBy(row)
  return [
    known<Spend>({
      kind: 'spend',
      key: insightKey(row, breakdown),
      happenedAt: startOfDay(row.date_start, row.account_zone),
      sourceDay: { day: row.date_start, zone: row.account_zone },
      amount: toMoney(row.spend ?? '0', row.account_currency),
      account: row.account_id,
      campaign: row.campaign_id,
      adSet: row.adset_id,
      ad: row.ad_id,
      breakdown:
        breakdown.length > 0 ? Object.fromEntries(breakdown.map((name) => [name, valueOf(row, name)])) : undefined,
      impressions: toCount(row.impressions),
      clicks: toCount(row.clicks),
      linkClicks: toCount(row.inline_link_clicks),
      outboundClicks: sumOf(row.outbound_clicks),
      landingPageViews: countOf(row.actions, 'landing_page_view'),
      reach: toCount(row.reach),
      videoPlays: sumOf(row.video_play_actions),
      videoCompletions: sumOf(row.video_p100_watched_actions),
      reported: reported.length > 0 ? reported : undefined,
      provisional: row.provisional ? true : undefined,
    }),
  ]
}

function valueOf(row: InsightRow, name: string): string {
  const value = row[name]
  return typeof value === 'string' || typeof value === 'number' ? String(value) : 'unknown'
}

export const nameKey = ({ level, id }: NameRow): string => `${level}/${id}`

/** What the figures call an object, ranked below what its own row says. */
export function mapName(row: NameRow): CanonicalRecord[] {
  const shared = { key: row.id, happenedAt: timeless, name: row.name, account: row.account_id }
  const { campaign_id: campaign, adset_id: adSet } = row
  if (row.level === 'campaign') return [{ kind: 'campaign', channel: 'ads', ...shared }]
  if (campaign === undefined) return []
  if (row.level === 'adset') return [{ kind: 'ad_set', campaign, ...shared }]
  return [{ kind: 'ad', campaign, ...shared, ...(adSet === undefined ? {} : { adSet }) }]
}
