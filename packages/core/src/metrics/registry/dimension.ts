/** What figures can be filtered by and broken down into. */
export const dimensions = [
  'day',
  'hour',
  'channel',
  'campaign',
  'message',
  'ad_set',
  'ad',
  'creative',
  'refcode',
  'list',
  'partner',
  'region',
  'segment',
  'donor_type',
  'tier',
  'recurring',
  'model',
] as const
export type Dimension = (typeof dimensions)[number]

/** What of a place names the row that it counts in. */
export const placeDimensions = [
  'channel',
  'campaign',
  'message',
  'ad_set',
  'ad',
  'creative',
  'refcode',
  'list',
  'partner',
] as const
export type PlaceDimension = (typeof placeDimensions)[number]

export const isPlaceDimension = (dimension: Dimension): dimension is PlaceDimension =>
  (placeDimensions as readonly Dimension[]).includes(dimension)

/** What each is, in words, and what its keys are: the same in a filter and in an answer's rows. */
export const dimensionWords: Readonly<Record<Dimension, { title: string; keys: string }>> = {
  day: { title: 'Day', keys: 'a day of the client’s own zone, `2026-11-03`' },
  hour: { title: 'Hour', keys: '`0` to `23` on the client’s clock; `-1` where a source tells the day alone' },
  channel: { title: 'Channel', keys: 'a channel’s name, `ads`, `sms`, `email`; empty: nowhere known' },
  campaign: { title: 'Campaign', keys: '`source:key`; `in:channel` where only the channel is known' },
  message: { title: 'Message', keys: 'as campaign, of channels that send to people; `in:channel` for the rest' },
  ad_set: { title: 'Ad set', keys: '`source:key`; `in:channel` where it is not known' },
  ad: { title: 'Ad', keys: '`source:key`; `in:channel` where it is not known' },
  creative: { title: 'Creative', keys: '`source:key`; `in:channel` where it is not known' },
  refcode: { title: 'Refcode', keys: 'the code as sent; `in:channel` where there is none' },
  list: { title: 'List', keys: 'the list’s name; `in:channel` where there is none' },
  partner: { title: 'Partner', keys: 'the partner’s name; `in:channel` where there is none' },
  region: { title: 'Region', keys: 'a region as the source says it' },
  segment: { title: 'Segment', keys: 'a segment’s id' },
  donor_type: { title: 'Donor type', keys: '`new`, `returning` or `monthly`' },
  tier: { title: 'Certainty', keys: '`deterministic`, `probable`, `modelled` or `none`' },
  recurring: { title: 'Recurring', keys: '`recurring` or `one_time`' },
  model: { title: 'Model', keys: 'an attribution model’s name' },
}
