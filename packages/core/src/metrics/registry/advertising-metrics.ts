import { conversionRate } from '../formulas/conversion-rate.ts'
import { measured, plus } from './measured.ts'
import type { Metric } from './metric.ts'

const spend = plus('Spend on ads', 'ad_spend')
const impressions = plus('Impressions', 'impressions')
const clicks = plus('Clicks', 'clicks')
const shown = plus('Times seen', 'shown')
const shownClicked = plus('Clicks seen', 'shown_clicked')
const reported = {
  refresh: 'real_time',
  model: false,
  estimate: null,
  healthy: null,
  thinBelow: null,
  owner: 'performance',
  sources: ['ads'],
  grain: 'an ad’s day',
} as const
const seen = { ...reported, sources: ['events'], grain: 'an event' } as const
const rate = { unit: 'share', wanted: 'up', estimate: 'wilson', thinBelow: 1_000 } as const
const cost = { unit: 'money', wanted: 'down', healthy: { from: 50, to: 200 }, needsNumerator: true } as const

/** What was shown and clicked: as platforms report it, and as our own events tell it, side by side. */
export const advertisingMetrics: readonly Metric[] = [
  measured({
    ...reported,
    id: 'impressions',
    title: { fundraising: 'Impressions', commerce: 'Impressions' },
    definition: 'How often ads were shown, as platforms report it, on the ad account’s own days.',
    formula: 'Σ impressions reported',
    unit: 'count',
    wanted: 'up',
    healthy: { from: 50_000, to: null },
    numerator: [impressions],
  }),
  measured({
    ...seen,
    id: 'impressions_first_party',
    title: { fundraising: 'Impressions, our count', commerce: 'Impressions, our count' },
    definition: 'Events of somebody seeing a campaign, of channels that send nothing to people (ads, social, web).',
    formula: 'Σ campaign_viewed events',
    unit: 'count',
    wanted: 'up',
    numerator: [shown],
  }),
  measured({
    ...reported,
    id: 'clicks',
    title: { fundraising: 'Clicks', commerce: 'Clicks' },
    definition: 'How often ads were clicked, in any way, as platforms report it.',
    formula: 'Σ clicks reported',
    unit: 'count',
    wanted: 'up',
    numerator: [clicks],
  }),
  measured({
    ...seen,
    id: 'clicks_first_party',
    title: { fundraising: 'Clicks, our count', commerce: 'Clicks, our count' },
    definition: 'Events of somebody following a campaign’s link, of channels that send nothing to people.',
    formula: 'Σ campaign_clicked events',
    unit: 'count',
    wanted: 'up',
    numerator: [shownClicked],
  }),
  measured({
    ...reported,
    ...rate,
    id: 'ctr',
    title: { fundraising: 'CTR', commerce: 'CTR' },
    definition: 'Clicks for each time an ad was shown, both as platforms report them.',
    formula: 'clicks reported ÷ impressions reported',
    healthy: { from: 0.015, to: 0.05 },
    numerator: [clicks],
    denominator: [impressions],
    units: 'impressions',
  }),
  measured({
    ...seen,
    ...rate,
    id: 'ctr_first_party',
    title: { fundraising: 'CTR, our count', commerce: 'CTR, our count' },
    definition: 'Clicks for each time a campaign was seen, both by our own events.',
    formula: 'campaign_clicked ÷ campaign_viewed',
    healthy: { from: 0.015, to: 0.05 },
    numerator: [shownClicked],
    denominator: [shown],
    units: 'shown',
  }),
  measured({
    ...reported,
    ...cost,
    id: 'cpc',
    title: { fundraising: 'Cost per click', commerce: 'Cost per click' },
    definition:
      'Spend on ads divided by their clicks of the same days, as platforms report both. What texts cost is left out.',
    formula: 'spend on ads ÷ clicks reported',
    numerator: [spend],
    denominator: [clicks],
    units: 'clicks',
    thinBelow: 30,
  }),
  measured({
    ...reported,
    ...cost,
    id: 'cpc_first_party',
    title: { fundraising: 'Cost per click, our count', commerce: 'Cost per click, our count' },
    definition: 'Spend on ads as platforms report it, divided by clicks that our own events tell of.',
    formula: 'spend on ads ÷ campaign_clicked',
    sources: ['ads', 'events'],
    numerator: [spend],
    denominator: [shownClicked],
    units: 'shown_clicked',
    thinBelow: 30,
  }),
  conversionRate,
  measured({
    ...seen,
    id: 'conversion_rate_events',
    title: { fundraising: 'Conversion rate, events', commerce: 'Conversion rate, events' },
    definition:
      'Conversions for each click, both as events tell them: whoever converts twice counts twice. Credit is never taken from here.',
    formula: 'campaign_converted ÷ campaign_clicked',
    unit: 'share',
    wanted: 'up',
    owner: 'lifecycle',
    estimate: 'wilson',
    healthy: { from: 0.05, to: 0.2 },
    numerator: [plus('Conversions told', 'converted')],
    denominator: [plus('Clicks told', 'clicked')],
    units: 'clicked',
    thinBelow: 30,
  }),
]
