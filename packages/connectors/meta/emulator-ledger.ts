import { addDays } from './times.ts'

/** All times are epoch milliseconds, all amounts minor units of the account's currency. */
export interface EmulatedAccount {
  id: string
  name: string
  currency: string
  zone: string
  status: number
  createdAt: number
}

type Status = 'ACTIVE' | 'PAUSED' | 'ARCHIVED' | 'DELETED'

interface EmulatedObject {
  id: string
  accountId: string
  name: string
  status: Status
  createdAt: number
  updatedAt: number
  /** Instead of what follows from the statuses: `PENDING_REVIEW`, `WITH_ISSUES`. */
  effective?: string
  /** Counted, and left out of lists. */
  lost?: boolean
  /** Shown with a time that is none. */
  broken?: boolean
}

interface Budgets {
  dailyBudgetMinor?: number
  lifetimeBudgetMinor?: number
  startAt?: number
  endAt?: number
}

export interface EmulatedCampaign extends EmulatedObject, Budgets {
  objective: string
  specialAdCategories?: string[]
}

export interface EmulatedAdSet extends EmulatedObject, Budgets {
  campaignId: string
}

export interface EmulatedAd extends EmulatedObject {
  campaignId: string
  adSetId: string
  creativeId: string
  /** No report that holds this ad ever comes to be. */
  hopeless?: boolean
}

export interface EmulatedCreative {
  id: string
  accountId: string
  name: string
  /** As the API shows them: `object_story_spec`, `asset_feed_spec`, `url_tags`, … */
  fields: Record<string, unknown>
  lost?: boolean
  broken?: boolean
}

/** One ad's day in its account's zone. */
export interface Delivery {
  spendMinor: number
  impressions: number
  reach: number
  clicks: number
  linkClicks: number
  outboundClicks?: number
  landingPageViews?: number
  videoPlays?: number
  videoCompletions?: number
  purchases?: number
  purchaseMinor?: number
  /** In the account's sum and in no row. */
  lost?: boolean
  /** Shown with a spend that is none. */
  broken?: boolean
}

type Days = Map<string, Map<string, Delivery>>
const nobody: ReadonlyMap<string, Delivery> = new Map()

/** The books of the emulated Meta: lists, figures and reports are all drawn from them. */
export class EmulatedLedger {
  readonly accounts = new Map<string, EmulatedAccount>()
  readonly campaigns = new Map<string, EmulatedCampaign>()
  readonly adSets = new Map<string, EmulatedAdSet>()
  readonly ads = new Map<string, EmulatedAd>()
  readonly creatives = new Map<string, EmulatedCreative>()
  readonly #days = new Map<string, Days>()
  /** Figures that are made up as they are asked for, to have very many without keeping any. */
  bulk?: (accountId: string, day: string) => ReadonlyMap<string, Delivery>

  addAccounts(...accounts: EmulatedAccount[]): void {
    for (const each of accounts) this.accounts.set(each.id, each)
  }

  addCampaigns(...campaigns: EmulatedCampaign[]): void {
    for (const each of campaigns) this.campaigns.set(each.id, each)
  }

  addAdSets(...adSets: EmulatedAdSet[]): void {
    for (const each of adSets) this.adSets.set(each.id, each)
  }

  addAds(...ads: EmulatedAd[]): void {
    for (const each of ads) this.ads.set(each.id, each)
  }

  addCreatives(...creatives: EmulatedCreative[]): void {
    for (const each of creatives) this.creatives.set(each.id, each)
  }

  /** Enters or replaces an ad's day; null takes it back, so that it has no row any longer. A report made before keeps what it had. */
  deliver(adId: string, day: string, delivery: Delivery | null): void {
    const { accountId } = this.ad(adId)
    const days = this.#days.get(accountId) ?? new Map<string, Map<string, Delivery>>()
    this.#days.set(accountId, days)
    const ads = days.get(day) ?? new Map<string, Delivery>()
    days.set(day, ads)
    if (delivery) ads.set(adId, delivery)
    else ads.delete(adId)
  }

  ad(id: string): EmulatedAd {
    const ad = this.ads.get(id)
    if (!ad) throw new Error(`the emulated ledger has no ad ${id}`)
    return ad
  }

  account(id: string): EmulatedAccount {
    const account = this.accounts.get(id)
    if (!account) throw new Error(`the emulated ledger has no account ${id}`)
    return account
  }

  deliveriesOn(accountId: string, day: string): ReadonlyMap<string, Delivery> {
    return this.bulk?.(accountId, day) ?? this.#days.get(accountId)?.get(day) ?? nobody
  }

  /** What an account spent by day, all of it: what everything that is read has to come to. */
  spendByDay(accountId: string, from: string, until: string): Map<string, number> {
    const sums = new Map<string, number>()
    for (let day = from; day <= until; day = addDays(day, 1)) {
      const on = this.deliveriesOn(accountId, day)
      if (on.size > 0)
        sums.set(
          day,
          [...on.values()].reduce((sum, { spendMinor }) => sum + spendMinor, 0),
        )
    }
    return sums
  }

  /** What Meta calls an object's standing, which follows from those above it. */
  effectiveStatus(object: EmulatedCampaign | EmulatedAdSet | EmulatedAd): string {
    if (object.status !== 'ACTIVE') return object.status
    const campaign = 'campaignId' in object ? this.campaigns.get(object.campaignId) : undefined
    const adSet = 'adSetId' in object ? this.adSets.get(object.adSetId) : undefined
    for (const above of [campaign, adSet])
      if (above && (above.status === 'ARCHIVED' || above.status === 'DELETED')) return above.status
    if (object.effective !== undefined) return object.effective
    if (campaign?.status === 'PAUSED') return 'CAMPAIGN_PAUSED'
    return adSet?.status === 'PAUSED' ? 'ADSET_PAUSED' : 'ACTIVE'
  }
}
