import { formatDecimal } from '@throughline/canonical'
import type { Delivery, EmulatedLedger } from './emulator-ledger.ts'

/** A row to be, before it is printed: small, so that a report of many can be kept. */
export interface FigureRow {
  accountId: string
  since: string
  until: string
  /** Of level ad; of the others what they are of. */
  adId?: string
  adSetId?: string
  campaignId?: string
  delivery: Delivery
  /** Values of the breakdown's fields, in order. */
  values?: readonly string[]
}

const partsOf: Record<string, readonly [readonly string[], readonly string[]]> = {
  age: [['35-44'], ['65+']],
  gender: [['female'], ['male']],
  'age,gender': [
    ['35-44', 'female'],
    ['65+', 'male'],
  ],
  country: [['US'], ['CA']],
  region: [['Missouri'], ['New York']],
  publisher_platform: [['facebook'], ['instagram']],
  'publisher_platform,platform_position': [
    ['facebook', 'feed'],
    ['instagram', 'instagram_stories'],
  ],
  impression_device: [['iphone'], ['desktop']],
  device_platform: [['mobile'], ['desktop']],
}

/** Which breakdowns go together. */
export const isLegal = (breakdown: string): boolean => Object.hasOwn(partsOf, breakdown)

const counts = [
  ...(['spendMinor', 'impressions', 'reach', 'clicks', 'linkClicks', 'outboundClicks', 'landingPageViews'] as const),
  ...(['videoPlays', 'videoCompletions', 'purchases', 'purchaseMinor'] as const),
]

/** A row's two parts, which come to the whole in every count; one that has nothing is no row. */
export function inParts(row: FigureRow, breakdown: string): FigureRow[] {
  const parts = partsOf[breakdown]
  if (!parts) return [row]
  if (row.delivery.broken) return [{ ...row, values: parts[0] }]
  const [first, second] = [{ ...row.delivery }, { ...row.delivery }]
  for (const name of counts) {
    const whole = row.delivery[name]
    if (whole === undefined) continue
    first[name] = Math.floor(whole * 0.6)
    second[name] = whole - Math.floor(whole * 0.6)
  }
  return [
    { ...row, delivery: first, values: parts[0] },
    { ...row, delivery: second, values: parts[1] },
  ].filter(({ delivery }) => delivery.impressions > 0 || delivery.spendMinor > 0)
}

/** Several days or ads as one. */
export function added(deliveries: readonly Delivery[]): Delivery {
  const sum: Delivery = { spendMinor: 0, impressions: 0, reach: 0, clicks: 0, linkClicks: 0 }
  for (const each of deliveries)
    for (const name of counts) if (each[name] !== undefined) sum[name] = (sum[name] ?? 0) + each[name]
  return sum
}

/** A row as Meta prints it: every figure as text, what is zero left out, action values without needless zeros. */
export function printFigures(
  ledger: EmulatedLedger,
  row: FigureRow,
  breakdown: string,
  windows: readonly string[],
): Record<string, unknown> {
  const { delivery, accountId } = row
  const { currency, name } = ledger.account(accountId)
  const campaign = ledger.campaigns.get(row.campaignId ?? '')
  const adSet = ledger.adSets.get(row.adSetId ?? '')
  const ad = ledger.ads.get(row.adId ?? '')
  const spend = formatDecimal({ minor: delivery.spendMinor, currency })
  return {
    account_id: accountId,
    account_name: name,
    account_currency: currency,
    campaign_id: row.campaignId,
    campaign_name: campaign?.name,
    adset_id: row.adSetId,
    adset_name: adSet?.name,
    ad_id: row.adId,
    ad_name: ad?.name,
    impressions: String(delivery.impressions),
    reach: String(delivery.reach),
    frequency: delivery.reach > 0 ? (delivery.impressions / delivery.reach).toFixed(6) : undefined,
    clicks: String(delivery.clicks),
    inline_link_clicks: nonZero(delivery.linkClicks),
    outbound_clicks: list('outbound_click', delivery.outboundClicks),
    spend: delivery.broken ? 'a lot' : spend,
    actions: actionsOf(delivery, windows),
    action_values: valuesOf(delivery, currency, windows),
    video_play_actions: list('video_view', delivery.videoPlays),
    video_p100_watched_actions: list('video_view', delivery.videoCompletions),
    attribution_setting: '7d_click',
    ...Object.fromEntries(breakdown === '' ? [] : breakdown.split(',').map((field, at) => [field, row.values?.[at]])),
    date_start: row.since,
    date_stop: row.until,
  }
}

const nonZero = (count: number | undefined): string | undefined => (count ? String(count) : undefined)
const list = (action_type: string, count: number | undefined) =>
  count ? [{ action_type, value: String(count) }] : undefined

const overlapping = ['offsite_conversion.fb_pixel_purchase', 'omni_purchase', 'purchase']

function actionsOf({ linkClicks, landingPageViews, purchases }: Delivery, windows: readonly string[]) {
  const actions = [
    ...(linkClicks
      ? [{ action_type: 'link_click', value: String(linkClicks), ...claimed(linkClicks, windows, String) }]
      : []),
    ...(landingPageViews ? [{ action_type: 'landing_page_view', value: String(landingPageViews) }] : []),
    ...(purchases
      ? overlapping.map((action_type) => ({
          action_type,
          value: String(purchases),
          ...claimed(purchases, windows, String),
        }))
      : []),
  ]
  return actions.length > 0 ? actions : undefined
}

function valuesOf({ purchaseMinor }: Delivery, currency: string, windows: readonly string[]) {
  if (!purchaseMinor) return undefined
  const print = (minor: number) => String(Number(formatDecimal({ minor, currency })))
  return ['omni_purchase', 'purchase'].map((action_type) => ({
    action_type,
    value: print(purchaseMinor),
    ...claimed(purchaseMinor, windows, print),
  }))
}

/** What the windows claim: all within seven days of a click but the views; a window that is zero is left out. */
function claimed(whole: number, windows: readonly string[], print: (count: number) => string): Record<string, string> {
  const byView = Math.floor(whole / 9)
  const of: Record<string, number> = {
    '1d_click': Math.floor((whole - byView) * 0.7),
    '7d_click': whole - byView,
    '28d_click': whole - byView,
    '1d_view': byView,
  }
  const given = windows.flatMap((window) => (of[window] ? [[window, print(of[window])] as const] : []))
  return Object.fromEntries(given)
}
