import type { Ad, AdAccount, AdSet, Campaign, CanonicalRecord, Creative } from '@throughline/canonical'
import { toBudget } from './amounts.ts'
import { isUnresolved, linksOf } from './links.ts'
import type { AccountRow, AdRow, AdSetRow, CampaignRow, CreativeRow } from './object-schema.ts'
import type { Config } from './schema.ts'
import { accountStatusOf, statusOf } from './status.ts'
import { readTime } from './times.ts'

/** For what Meta gives no date: it has always been so. */
export const timeless = '1970-01-01T00:00:00.000Z'

export function mapAccount(row: AccountRow): CanonicalRecord[] {
  return [
    known<AdAccount>({
      kind: 'ad_account',
      key: row.account_id,
      happenedAt: row.created_time === undefined ? timeless : readTime(row.created_time),
      name: row.name,
      currency: row.currency,
      zone: row.timezone_name,
      status: accountStatusOf(row.account_status),
    }),
  ]
}

export function mapCampaign(row: CampaignRow): CanonicalRecord[] {
  if (isUnknown(row)) return withdrawn('campaign', row)
  return [
    known<Campaign>({
      kind: 'campaign',
      channel: 'ads',
      ...delivered(row),
      endsAt: row.stop_time && readTime(row.stop_time),
      objective: row.objective,
      attributes: attributes({
        buyingType: row.buying_type,
        specialAdCategories: row.special_ad_categories?.join(', '),
      }),
    }),
  ]
}

export function mapAdSet(row: AdSetRow): CanonicalRecord[] {
  const { campaign_id: campaign } = row
  if (isUnknown(row) || campaign === undefined) return withdrawn('ad_set', row)
  return [
    known<AdSet>({
      kind: 'ad_set',
      ...delivered(row),
      campaign,
      endsAt: row.end_time && readTime(row.end_time),
      attributes: attributes({
        optimizationGoal: row.optimization_goal,
        billingEvent: row.billing_event,
        bidStrategy: row.bid_strategy,
      }),
    }),
  ]
}

export function mapAd(row: AdRow, config: Config): CanonicalRecord[] {
  const campaign = row.campaign_id ?? row.campaign?.id
  if (isUnknown(row) || campaign === undefined) return withdrawn('ad', row)
  const adSet = row.adset_id ?? row.adset?.id
  const links =
    row.creative &&
    linksOf(row.creative, config.trackingParameters, {
      'ad.id': row.id,
      'campaign.id': campaign,
      ...(row.name === undefined ? {} : { 'ad.name': row.name }),
      ...(adSet === undefined ? {} : { 'adset.id': adSet }),
      ...(row.adset?.name === undefined ? {} : { 'adset.name': row.adset.name }),
      ...(row.campaign?.name === undefined ? {} : { 'campaign.name': row.campaign.name }),
    })
  return [
    known<Ad>({
      kind: 'ad',
      ...delivered(row),
      campaign,
      adSet,
      creative: row.creative?.id,
      links: links && links.length > 0 ? links : undefined,
      attributes: attributes({ conversionDomain: row.conversion_domain }),
    }),
  ]
}

export function mapCreative(row: CreativeRow, config: Config): CanonicalRecord[] {
  if (isUnknown(row)) return withdrawn('creative', row)
  const { object_story_spec: story, asset_feed_spec: feed } = row
  const part = story?.link_data ?? story?.video_data ?? story?.template_data
  const links = linksOf(row, config.trackingParameters)
  const isCarousel = (story?.link_data?.child_attachments?.length ?? 0) > 1
  return [
    known<Creative>({
      kind: 'creative',
      key: row.id,
      happenedAt: timeless,
      name: row.name,
      format: isCarousel ? 'carousel' : row.object_type?.toLowerCase(),
      title: row.title ?? part?.title ?? part?.name ?? feed?.titles?.[0]?.text,
      body: row.body ?? part?.message ?? feed?.bodies?.[0]?.text,
      callToAction: row.call_to_action_type ?? part?.call_to_action?.type ?? feed?.call_to_action_types?.[0],
      mediaUrl: row.thumbnail_url,
      links,
      attributes: attributes({ linkOnPost: isUnresolved(row, links) || undefined }),
    }),
  ]
}

/** All that is left of an object which Meta says does not exist. */
export const unknownStatus = 'UNKNOWN'

const isUnknown = (row: { effective_status?: unknown }): boolean => row.effective_status === unknownStatus

function withdrawn(of: 'campaign' | 'ad_set' | 'ad' | 'creative', { id }: { id: string }): CanonicalRecord[] {
  return [{ kind: 'withdrawal', of, key: id, happenedAt: timeless }]
}

function delivered(row: CampaignRow | AdSetRow | AdRow) {
  const { account_currency: currency } = row
  return {
    key: row.id,
    account: row.account_id,
    name: row.name,
    happenedAt: row.created_time === undefined ? timeless : readTime(row.created_time),
    createdAt: row.created_time === undefined ? undefined : readTime(row.created_time),
    startsAt: row.start_time && readTime(row.start_time),
    status: statusOf(row.effective_status),
    sourceStatus: row.effective_status,
    dailyBudget: toBudget(row.daily_budget, currency),
    lifetimeBudget: toBudget(row.lifetime_budget, currency),
  }
}

function attributes(named: Record<string, string | boolean | undefined>) {
  const given = Object.entries(named).filter((entry): entry is [string, string | boolean] => Boolean(entry[1]))
  return given.length > 0 ? Object.fromEntries(given) : undefined
}

type Partly<T> = { [K in keyof T]: T[K] | undefined }

/** The record without what is not known. */
export function known<T extends object>(fields: Partly<T>): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T
}
