import type {
  Delivery,
  EmulatedAccount,
  EmulatedAd,
  EmulatedAdSet,
  EmulatedCampaign,
  EmulatedCreative,
} from './emulator-ledger.ts'
import { EmulatedLedger } from './emulator-ledger.ts'
import { addDays, dayIn } from './times.ts'

const dayMs = 86_400_000

/** Two accounts of ours in different money and zones, and one that the same sign-in sees and another client owns. */
export const seedAccounts: EmulatedAccount[] = [
  account('1000', 'Example for Senate', 'USD', 'America/New_York'),
  account('1001', 'Example in Europe', 'EUR', 'America/Los_Angeles'),
  account('1900', 'Somebody Else', 'USD', 'America/Chicago'),
]

function account(id: string, name: string, currency: string, zone: string): EmulatedAccount {
  return { id, name, currency, zone, status: 1, createdAt: Date.parse('2025-01-10T15:00:00Z') }
}

/** Ids as long as Meta's, beyond what a number holds. */
export const longId = (number: number): string => `1202100000000${String(number).padStart(5, '0')}`

const give = 'https://secure.actblue.com/donate/synthetic_fall'

/** A creative for every place in which a link can hide. */
export const creativeShapes: Record<string, Record<string, unknown>> = {
  link: {
    object_type: 'SHARE',
    object_story_spec: {
      page_id: '2000',
      link_data: {
        link: `${give}?refcode=fb_link`,
        message: 'M',
        name: 'N',
        picture: 'https://cdn.example/p.jpg?oh=signed&oe=1',
        call_to_action: { type: 'DONATE_NOW', value: { link: `${give}?refcode=fb_link` } },
      },
    },
    thumbnail_url: 'https://cdn.example/t.jpg?oh=signed',
  },
  carousel: {
    object_type: 'SHARE',
    object_story_spec: {
      page_id: '2000',
      link_data: {
        link: `${give}?refcode=fb_all`,
        child_attachments: [{ link: `${give}?refcode=fb_card1` }, { link: `${give}?refcode=fb_card2&refcode2=b` }],
      },
    },
  },
  video: {
    object_type: 'VIDEO',
    url_tags: 'utm_source=facebook&utm_content={{ad.id}}&refcode=clash',
    object_story_spec: {
      page_id: '2000',
      video_data: {
        ...{ video_id: '4000', title: 'T', message: 'M' },
        call_to_action: { type: 'DONATE_NOW', value: { link: `${give}?refcode=fb_video_{{ad.id}}` } },
      },
    },
  },
  feed: {
    object_type: 'SHARE',
    asset_feed_spec: {
      link_urls: [
        { website_url: 'https://give.example.org/f?refcode=fb_feed1', display_url: 'give.example.org' },
        { website_url: 'https://give.example.org/f?refcode=fb_feed2', url_tags: 'utm_campaign={{campaign.name}}' },
      ],
      bodies: [{ text: 'B' }],
      titles: [{ text: 'T' }],
      call_to_action_types: ['DONATE_NOW'],
    },
  },
  boosted: { object_type: 'STATUS', effective_object_story_id: '2000_3000' },
  catalogue: {
    object_type: 'SHARE',
    object_story_spec: { page_id: '2000', template_data: { link: `${give}?refcode=fb_tpl&place={{placement}}` } },
    template_url_spec: { web: { url: 'https://give.example.org/t?refcode=fb_spec' } },
  },
  old: {
    object_type: 'SHARE',
    link_url: 'https://give.example.org/l?refcode=fb_old',
    object_url: 'https://give.example.org/o',
  },
}

/** A small world with every shape that trips integrators; figures of the days up to `now`. */
export function seedLedger(now: Date, days = 40): EmulatedLedger {
  const ledger = new EmulatedLedger()
  ledger.addAccounts(...seedAccounts.map((each) => ({ ...each })))
  const at = now.getTime() - 60 * dayMs
  const times = { createdAt: at, updatedAt: at + 5 * dayMs }
  const shapes = Object.entries(creativeShapes)
  for (const [number, { id: accountId }] of seedAccounts.entries()) {
    const id = (kind: number, index: number) => longId(number * 10_000 + kind * 100 + index)
    const campaign = (index: number, name: string, more: Partial<EmulatedCampaign>): EmulatedCampaign => ({
      ...{ id: id(1, index), accountId, name, status: 'ACTIVE', objective: 'OUTCOME_SALES', startAt: at, ...times },
      specialAdCategories: ['ISSUES_ELECTIONS_POLITICS'],
      ...more,
    })
    ledger.addCampaigns(
      campaign(0, 'Fall acquisition', { dailyBudgetMinor: 15_000 }),
      campaign(1, 'Retargeting', { status: 'PAUSED', lifetimeBudgetMinor: 500_000, endAt: now.getTime() + 30 * dayMs }),
      campaign(2, 'Summer, kept', { status: 'ARCHIVED', objective: 'CONVERSIONS' }),
      campaign(3, 'Summer, thrown away', { status: 'DELETED' }),
      campaign(4, 'Launch', {}),
    )
    const adSet = (index: number, of: number, more: Partial<EmulatedAdSet> = {}): EmulatedAdSet => ({
      ...{
        id: id(2, index),
        accountId,
        campaignId: id(1, of),
        name: `Lookalike ${index} %`,
        status: 'ACTIVE',
        ...times,
      },
      ...more,
    })
    ledger.addAdSets(
      adSet(0, 0),
      adSet(1, 1, { status: 'PAUSED' }),
      adSet(2, 2),
      adSet(3, 3),
      adSet(4, 4, { dailyBudgetMinor: 2_500 }),
    )
    for (const [index, [shape, fields]] of shapes.entries()) {
      const creative: EmulatedCreative = { id: id(4, index), accountId, name: `${shape} creative`, fields }
      ledger.addCreatives(creative)
      const of = index % 5
      const ad: EmulatedAd = {
        ...{ id: id(3, index), accountId, campaignId: id(1, of), adSetId: id(2, of), creativeId: creative.id },
        ...{ name: `Ad “${shape}”`, status: index === 5 ? 'PAUSED' : 'ACTIVE', ...times },
        ...(index === 4 ? { effective: 'PENDING_REVIEW' } : {}),
      }
      ledger.addAds(ad)
      const today = dayIn(ledger.account(accountId).zone, now)
      for (let back = days; back >= 0; back -= 1)
        if ((back + index) % 4 !== 0) ledger.deliver(ad.id, addDays(today, -back), seedDelivery(back * 7 + index))
    }
  }
  return ledger
}

/** Figures that differ from day to day and never by chance. */
export function seedDelivery(number: number): Delivery {
  const impressions = 500 + ((number * 7_919) % 9_000)
  const clicks = Math.floor(impressions / 47)
  return {
    spendMinor: 137 + ((number * 104_729) % 20_000),
    impressions,
    reach: Math.floor(impressions * 0.88),
    clicks,
    linkClicks: Math.floor(clicks * 0.7),
    outboundClicks: Math.floor(clicks * 0.65),
    landingPageViews: Math.floor(clicks * 0.55),
    videoPlays: Math.floor(impressions / 5),
    videoCompletions: Math.floor(impressions / 60),
    ...(number % 3 === 0 ? { purchases: 1 + (number % 20), purchaseMinor: 2_550 * (1 + (number % 20)) } : {}),
  }
}
