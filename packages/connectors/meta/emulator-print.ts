import type {
  EmulatedAccount,
  EmulatedAd,
  EmulatedAdSet,
  EmulatedCampaign,
  EmulatedCreative,
  EmulatedLedger,
} from './emulator-ledger.ts'

type Printed = Record<string, unknown>

/** `2026-09-12T15:02:47-0700`: the offset without a colon. */
function metaTime(at: number, zone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(Math.floor(at / 1_000) * 1_000)
    .toZonedDateTimeISO(zone)
    .toString({ timeZoneName: 'never' })
    .replace(/([+-]\d{2}):(\d{2})$/, '$1$2')
}

export function printAccount(account: EmulatedAccount & { broken?: boolean }): Printed {
  return {
    id: `act_${account.id}`,
    account_id: account.id,
    name: account.name,
    currency: account.broken ? undefined : account.currency,
    timezone_id: 7,
    timezone_name: account.zone,
    timezone_offset_hours_utc: -4,
    account_status: account.status,
    disable_reason: 0,
    amount_spent: '1234567',
    balance: '0',
    spend_cap: '0',
    created_time: metaTime(account.createdAt, account.zone),
    business: { id: '900', name: 'Example Media' },
  }
}

function printShared(ledger: EmulatedLedger, object: EmulatedCampaign | EmulatedAdSet | EmulatedAd): Printed {
  const { zone } = ledger.account(object.accountId)
  return {
    id: object.id,
    account_id: object.accountId,
    name: object.name,
    status: object.status,
    effective_status: ledger.effectiveStatus(object),
    created_time: object.broken ? 'yesterday' : metaTime(object.createdAt, zone),
    updated_time: metaTime(object.updatedAt, zone),
  }
}

export function printCampaign(ledger: EmulatedLedger, campaign: EmulatedCampaign): Printed {
  const { zone } = ledger.account(campaign.accountId)
  return {
    ...printShared(ledger, campaign),
    objective: campaign.objective,
    buying_type: 'AUCTION',
    daily_budget: minor(campaign.dailyBudgetMinor),
    lifetime_budget: minor(campaign.lifetimeBudgetMinor),
    special_ad_categories: campaign.specialAdCategories ?? [],
    start_time: campaign.startAt === undefined ? undefined : metaTime(campaign.startAt, zone),
    stop_time: campaign.endAt === undefined ? undefined : metaTime(campaign.endAt, zone),
  }
}

export function printAdSet(ledger: EmulatedLedger, adSet: EmulatedAdSet): Printed {
  const { zone } = ledger.account(adSet.accountId)
  return {
    ...printShared(ledger, adSet),
    campaign_id: adSet.campaignId,
    // An ad set without a budget of its own says zero.
    daily_budget: minor(adSet.dailyBudgetMinor) ?? '0',
    lifetime_budget: minor(adSet.lifetimeBudgetMinor) ?? '0',
    optimization_goal: 'OFFSITE_CONVERSIONS',
    billing_event: 'IMPRESSIONS',
    bid_strategy: 'LOWEST_COST_WITHOUT_CAP',
    attribution_spec: [{ event_type: 'CLICK_THROUGH', window_days: 7 }],
    targeting: { geo_locations: { countries: ['US'] } },
    start_time: adSet.startAt === undefined ? undefined : metaTime(adSet.startAt, zone),
    end_time: adSet.endAt === undefined ? undefined : metaTime(adSet.endAt, zone),
  }
}

export function printAd(ledger: EmulatedLedger, ad: EmulatedAd): Printed {
  const creative = ledger.creatives.get(ad.creativeId)
  return {
    ...printShared(ledger, ad),
    campaign_id: ad.campaignId,
    adset_id: ad.adSetId,
    campaign: { id: ad.campaignId, name: ledger.campaigns.get(ad.campaignId)?.name },
    adset: { id: ad.adSetId, name: ledger.adSets.get(ad.adSetId)?.name },
    creative: creative ? printCreative(creative) : { id: ad.creativeId },
    tracking_specs: [{ 'action.type': ['offsite_conversion'], fb_pixel: ['5000'] }],
    conversion_domain: 'example.org',
  }
}

const creativeFields = [
  ...['status', 'object_type', 'title', 'body', 'call_to_action_type', 'thumbnail_url', 'image_hash', 'video_id'],
  ...[
    'url_tags',
    'object_story_spec',
    'asset_feed_spec',
    'link_url',
    'object_url',
    'template_url',
    'template_url_spec',
  ],
  'effective_object_story_id',
]

export function printCreative(creative: EmulatedCreative): Printed {
  return {
    ...Object.fromEntries(creativeFields.map((name) => [name, undefined])),
    status: 'ACTIVE',
    id: creative.id,
    account_id: creative.accountId,
    name: creative.broken ? 7 : creative.name,
    ...creative.fields,
  }
}

const minor = (amount: number | undefined): string | undefined => (amount === undefined ? undefined : String(amount))
