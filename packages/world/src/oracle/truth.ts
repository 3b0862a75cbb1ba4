/** What happened to one invented tenant, in words of its own: nothing here knows how the product keeps it. Times are epoch milliseconds. */
export interface Truth {
  seed: string
  zone: string
  currency: string
  /** A day of the zone on which its clock changed, where the zone has such days. */
  changeDay: string
  /** When the last of it arrives. */
  now: number
  people: readonly TruthPerson[]
  /** What arrives together, in order of arrival. */
  arrivals: readonly (readonly Telling[])[]
}

export interface TruthPerson {
  no: number
  email: string
  phone: string
  region: string
}

export interface Gift {
  key: string
  at: number
  person: number
  minor: number
  currency: string
  fee: number | null
  /** The code of the link it came through. */
  refcode: string | null
  /** The recurring plan it is a charge of. */
  plan: string | null
  region: string
  status: 'approved' | 'pending' | 'declined'
}

export interface GiftBack {
  key: string
  of: string
  at: number
  person: number
  minor: number
  currency: string
  chargeback: boolean
  feeReturned: number | null
}

interface TruthPlan {
  key: string
  person: number
  startedAt: number
  minor: number
  currency: string
  period: 'weekly' | 'monthly'
  lastChargeAt: number
  cancelledAt: number | null
}

interface AdCampaign {
  key: string
  name: string
  channel: 'ads' | 'sms'
  creative: string | null
  lifetimeBudget: number | null
  dailyBudget: number | null
  startsAt: number
  endsAt: number | null
}

export interface TruthAd {
  key: string
  campaign: string
  adSet: string
  creative: string
}

interface TruthCreative {
  key: string
  refcode: string
}

/** What one ad, or one broadcast, did on one day of the platform's calendar. */
export interface AdDay {
  key: string
  day: string
  campaign: string
  adSet: string | null
  ad: string | null
  creative: string | null
  minor: number
  currency: string
  impressions: number
  clicks: number
  linkClicks: number
}

/** One text to one person, and how far it came. */
export interface Text {
  key: string
  person: number
  campaign: string
  creative: string
  sentAt: number
  deliveredAt: number | null
  failedAt: number | null
  repliedAt: number | null
}

export interface TextClick {
  key: string
  text: string
  person: number
  campaign: string
  creative: string
  at: number
}

export interface OptOut {
  key: string
  text: string
  campaign: string
  person: number
  at: number
}

export interface TruthEvent {
  id: string
  at: number
  person: number
  what:
    | 'campaign_delivered'
    | 'campaign_viewed'
    | 'campaign_clicked'
    | 'campaign_converted'
    | 'user_engaged'
    | 'user_purchased'
    | 'user_unsubscribed'
  campaign: string | null
  creative: string | null
  channel: 'email' | 'push' | 'ads' | 'web' | null
  holdout: boolean
  viewType: 'received' | 'opened' | null
  engagement: 'page_view' | 'form_open' | 'app_open' | null
  /** Of a purchase, in minor units of the tenant's currency. */
  minor: number | null
  region: string | null
}

/** Rows by what they are. A row told again with a higher revision is what it says now. */
export interface Rows {
  gift: Gift
  back: GiftBack
  plan: TruthPlan
  campaign: AdCampaign
  adSet: { key: string; campaign: string }
  ad: TruthAd
  creative: TruthCreative
  adDay: AdDay
  text: Text
  textClick: TextClick
  optOut: OptOut
}

type RowTelling = {
  [What in keyof Rows]: { what: What; revision: number; row: Rows[What]; withdrawn?: true }
}[keyof Rows]

export type Telling =
  | RowTelling
  | { what: 'event'; event: TruthEvent }
  /** Somebody says that two people are one: `from` is part of `into` from then on. */
  | { what: 'merge'; from: number; into: number }
