import { observeRow } from '@throughline/connector-kit'
import { describe, expect, test } from 'vitest'
import { connector } from './connector.ts'
import insights from './samples/insights.json' with { type: 'json' }
import objects from './samples/objects.json' with { type: 'json' }
import { Config } from './schema.ts'

const config = Config.parse({ adAccounts: ['1000'], backfillFrom: '2026-09-01' })

/** What one row of Meta's becomes, with what reading adds to it. */
function records(stream: string, row: object, added: object) {
  const observed = observeRow(connector, stream, { ...row, ...added }, config)
  if (!('row' in observed)) throw new Error(JSON.stringify(observed.quarantined.issues))
  return observed.row.records
}
const listed = { account_currency: 'USD', listed: true }

describe('what Meta’s own examples become', () => {
  test('a row of figures is spend in cents, and purchases are counted once', () => {
    const [row = {}] = insights.data
    expect(records('ad_metrics', row, { account_zone: 'America/New_York', provisional: false })).toEqual([
      {
        kind: 'spend',
        key: '1000/120210000000000111/2026-09-30',
        happenedAt: '2026-09-30T04:00:00.000Z',
        sourceDay: { day: '2026-09-30', zone: 'America/New_York' },
        amount: { minor: 14_357, currency: 'USD' },
        account: '1000',
        campaign: '120210000000000001',
        adSet: '120210000000000011',
        ad: '120210000000000111',
        ...{
          impressions: 10_342,
          clicks: 214,
          linkClicks: 151,
          outboundClicks: 140,
          landingPageViews: 120,
          reach: 9_120,
        },
        reported: [
          { type: 'purchase', window: 'default', count: 9, value: { minor: 41_050, currency: 'USD' } },
          { type: 'purchase', window: '1d_click', count: 6, value: { minor: 26_050, currency: 'USD' } },
          { type: 'purchase', window: '7d_click', count: 8, value: { minor: 38_550, currency: 'USD' } },
          { type: 'purchase', window: '1d_view', count: 1, value: { minor: 2_500, currency: 'USD' } },
        ],
      },
    ])
  })

  test('an account keeps its money and its zone', () => {
    expect(records('ad_accounts', objects.account, {})).toMatchObject([
      { kind: 'ad_account', key: '1000', currency: 'USD', zone: 'America/New_York', status: 'active' },
    ])
  })

  test('a campaign has its budget in cents and its times in UTC', () => {
    expect(records('campaigns', objects.campaign, listed)).toMatchObject([
      {
        ...{ kind: 'campaign', channel: 'ads', status: 'active', objective: 'OUTCOME_SALES' },
        dailyBudget: { minor: 15_000, currency: 'USD' },
        startsAt: '2026-08-01T04:00:00.000Z',
        createdAt: '2026-07-30T14:11:12.000Z',
        attributes: { specialAdCategories: 'ISSUES_ELECTIONS_POLITICS' },
      },
    ])
  })

  test('an ad is paused where its campaign is', () => {
    expect(records('ads', objects.ad, listed)).toMatchObject([
      { kind: 'ad', status: 'paused', sourceStatus: 'CAMPAIGN_PAUSED', creative: '120210000000001111' },
    ])
  })

  test('a creative has its links from both places, each with the tags', () => {
    expect(records('creatives', objects.creative, listed)).toMatchObject([
      {
        kind: 'creative',
        format: 'video',
        mediaUrl: 'https://cdn.example/t.jpg',
        links: [
          {
            place: 'object_story_spec.video_data.call_to_action.value.link',
            refcodes: { refcode: 'fb_20260930_video1' },
            utm: { source: 'facebook', content: '{{ad.id}}' },
          },
          { place: 'asset_feed_spec.link_urls.0.website_url', refcodes: { refcode: 'fb_20260930_video1' } },
        ],
      },
    ])
  })
})
