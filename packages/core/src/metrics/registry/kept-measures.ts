import { placeDimensions, type Dimension } from './dimension.ts'
import type { MeasureId, StoreId } from './measure.ts'

/** Which store keeps which measures, and what it can read them by. */
interface Kept {
  store: StoreId
  measures: readonly MeasureId[]
  dimensions: readonly Dimension[]
  /** By hours too: a range that still runs is held against the same hour of the other one. Else whole days are. */
  hours: boolean
}

/** In order: a measure is read from the first store that has all that is asked by. */
const kept: readonly Kept[] = [
  {
    store: 'money',
    measures: ['gross', 'gross_recurring', 'fee', 'fee_returned', 'refund', 'chargeback'],
    dimensions: ['day', 'hour', 'recurring'],
    hours: true,
  },
  {
    store: 'money',
    measures: ['gifts', 'refunds', 'chargebacks'],
    dimensions: ['day', 'hour', 'recurring'],
    hours: true,
  },
  // What is spent is told by the day.
  { store: 'money', measures: ['spend'], dimensions: ['day'], hours: false },
  { store: 'people', measures: ['donors', 'new_donors'], dimensions: ['day'], hours: true },
  {
    store: 'credit',
    measures: [
      'gross',
      'fee',
      'fee_returned',
      'refund',
      'chargeback',
      'gifts',
      'new_donors',
      'certain_gross',
      'attributed_gross',
      'attributed_net',
      'attributed_gifts',
    ],
    dimensions: ['day', ...placeDimensions, 'donor_type', 'tier'],
    hours: false,
  },
  {
    store: 'delivery',
    measures: [
      'spend',
      'impressions',
      'clicks',
      'link_clicks',
      'ad_spend',
      'text_spend',
      'told_delivered',
      'told_mailed',
      'told_opened',
      'told_clicked',
      'told_opted_out',
    ],
    dimensions: ['day', ...placeDimensions],
    hours: false,
  },
  {
    store: 'activity',
    measures: [
      'shown',
      'shown_clicked',
      'clicked',
      'converted',
      'events_delivered',
      'events_mailed',
      'events_opened',
      'events_message_clicked',
      'events_unsubscribed',
    ],
    dimensions: ['day', 'channel', 'campaign', 'message', 'creative'],
    hours: false,
  },
  {
    store: 'activity_hour',
    measures: [
      'shown',
      'shown_clicked',
      'clicked',
      'converted',
      'events_delivered',
      'events_mailed',
      'events_opened',
      'events_message_clicked',
      'events_unsubscribed',
    ],
    dimensions: ['day', 'hour', 'channel'],
    hours: true,
  },
]

/** Where a measure is read from when all of these are asked by; undefined where no store has them all. */
export const keeperOf = (measure: MeasureId, asked: readonly Dimension[]): Kept | undefined =>
  kept.find(
    ({ measures, dimensions }) => measures.includes(measure) && asked.every((each) => dimensions.includes(each)),
  )

/** What all of these measures can be read by. */
export const dimensionsOf = (measures: readonly MeasureId[], all: readonly Dimension[]): Dimension[] =>
  all.filter((dimension) => measures.every((measure) => keeperOf(measure, [dimension]) !== undefined))
