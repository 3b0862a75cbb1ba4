import type { Metric, MetricReader } from '../registry/metric.ts'
import { repeatReader, retentionReader } from './readers/come-back.ts'
import {
  holdoutWindowDays,
  incrementalShareReader,
  liftPointsReader,
  netIncrementalReader,
  relativeLiftReader,
} from './readers/held-out.ts'
import { smallestArm } from './incrementality.ts'
import { marginReader } from './readers/margin.ts'
import { frequencyReader, timeToFirstReader } from './readers/seeing.ts'
import { lifetimeReader, observedPaybackReader, simplePaybackReader } from './readers/value.ts'

const reads = (read: MetricReader, numerator: string, denominator: string | null = null) =>
  ({ worked: { by: 'reader', numerator, denominator, hours: false, read } }) as const
const shared = {
  refresh: 'real_time',
  model: false,
  estimate: 'own',
  thinBelow: 30,
} as const
const worth = { ...shared, sources: ['gifts'], grain: 'a person, once', wanted: 'up', dimensions: ['segment'] } as const
const retention = {
  ...worth,
  unit: 'share',
  owner: 'lifecycle',
  healthy: { from: 0.3, to: 0.7 },
} as const
const held = {
  ...shared,
  sources: ['events', 'gifts'],
  grain: 'a person, once, treated or held out',
  wanted: 'up',
  dimensions: ['campaign'],
  owner: 'data_science',
} as const

/** What people are worth, how they come back, and what would not have happened anyway. */
export const peopleMetrics: readonly Metric[] = [
  {
    ...shared,
    ...reads(frequencyReader, 'Times seen', 'People who saw'),
    id: 'message_frequency',
    title: { fundraising: 'Messages per person', commerce: 'Message frequency' },
    definition:
      'How often those who saw something on these days saw it, over texts, emails, calls and ads together. What is sent to a person is seen when it is delivered; the rest when it is viewed. Nobody is known of what platforms report in sums alone, so it is not in it.',
    formula: 'times seen ÷ people who saw',
    unit: 'ratio',
    wanted: 'neither',
    grain: 'a person, once',
    dimensions: ['channel', 'campaign', 'message', 'segment'],
    sources: ['events', 'messages'],
    owner: 'performance',
    healthy: { from: 1.5, to: 3.5 },
    estimate: null,
  },
  {
    ...shared,
    ...reads(timeToFirstReader, 'Hours until the first gift'),
    id: 'time_to_first_conversion',
    title: { fundraising: 'Time to first gift', commerce: 'Time to first conversion' },
    definition:
      'Half of those who gave did so within so many hours of first seeing something on these days; with quartiles. Median of all counts those who have not given yet as well, by Kaplan and Meier; it is there once half have.',
    formula: 'median of (first gift − first seen)',
    unit: 'hours',
    wanted: 'down',
    grain: 'a person, once',
    dimensions: ['channel', 'campaign', 'message', 'segment'],
    sources: ['events', 'messages', 'gifts'],
    owner: 'performance',
    healthy: { from: 0.5, to: 72 },
  },
  {
    ...worth,
    ...reads(lifetimeReader, 'Net of their first 12 months', 'People whose 12 months are over'),
    id: 'ltv_12m',
    title: { fundraising: '12-month value', commerce: 'Lifetime value, 12 months' },
    definition:
      'Net of a person (gross less fees, refunds and chargebacks) from the first gift until the same date a year later, that date not counted. Of people whose first gift lies on these days and whose year is over; the others are said to be waited for. Observed, not predicted.',
    formula: 'net in the 12 months from the first gift ÷ people',
    unit: 'money',
    owner: 'rewards',
    healthy: { from: 30_000, to: 100_000 },
  },
  {
    ...worth,
    id: 'ltv_predicted',
    title: { fundraising: '12-month value, predicted', commerce: 'Lifetime value, predicted' },
    definition:
      'Net that a person is expected to bring in twelve months, with how sure that is. No model is fitted yet; what was observed is a figure of its own.',
    formula: 'expected net in the 12 months from the first gift',
    unit: 'money',
    owner: 'rewards',
    healthy: { from: 30_000, to: 100_000 },
    worked: { by: 'nothing', why: 'no_model_yet' },
  },
  {
    ...worth,
    ...reads(simplePaybackReader, 'Cost per new donor', '12-month net ÷ 12'),
    id: 'payback_simple',
    title: { fundraising: 'Payback, simple', commerce: 'CAC payback, simple' },
    definition:
      'Months until what a new donor brings has paid for what it cost to win one, at an even pace. No margin rate is set, so net stands for margin: what remains after fees, refunds and chargebacks.',
    formula: 'cost per new donor ÷ (12-month net ÷ 12)',
    unit: 'months',
    wanted: 'down',
    sources: ['gifts', 'ads', 'messages'],
    owner: 'rewards',
    healthy: { from: 1, to: 6 },
  },
  {
    ...worth,
    ...reads(observedPaybackReader, 'Cost per new donor'),
    id: 'payback_observed',
    title: { fundraising: 'Payback, observed', commerce: 'CAC payback, observed' },
    definition:
      'The first month (of 30 days, the day of the first gift in the first) by the end of which new donors of these days had brought, on average, what it cost to win one. Who gave lately counts for the months that are over. Net stands for margin.',
    formula: 'first month with cumulative net ≥ cost',
    unit: 'months',
    wanted: 'down',
    sources: ['gifts', 'ads', 'messages'],
    owner: 'rewards',
    healthy: { from: 1, to: 6 },
  },
  {
    ...worth,
    ...reads(repeatReader, 'Gave again within 90 days', 'Seen for 90 days'),
    id: 'repeat_rate',
    title: { fundraising: 'Repeat rate', commerce: 'Repeat purchase rate' },
    definition:
      'Of people whose first gift lies on these days and who could be watched for 90 days after it, those who gave again within them, the same day counted.',
    formula: 'people with a second gift within 90 days ÷ people seen for 90 days',
    unit: 'share',
    owner: 'lifecycle',
    healthy: { from: 0.25, to: 0.5 },
  },
  {
    ...worth,
    ...reads(marginReader, 'Net − cost', 'Net'),
    id: 'gross_margin',
    title: { fundraising: 'Margin', commerce: 'Gross margin' },
    definition:
      'What remains of net after what ads and texts cost, as a share of net: contribution margin, since no cost of goods is told. Of a segment: its people’s net, and of each channel’s cost their share of the touches it made, so that no cost counts twice; cost of channels that touched nobody known is left over and said.',
    formula: '(net − spend) ÷ net',
    unit: 'share',
    dimensions: ['segment'],
    sources: ['gifts', 'ads', 'messages'],
    owner: 'rewards',
    healthy: { from: 0.2, to: 0.4 },
  },
  ...([1, 2, 3] as const).map((month): Metric => ({
    ...retention,
    ...reads(retentionReader(month), 'Gave again in that month', 'Seen to its end'),
    id: ([`retention_30d`, `retention_60d`, `retention_90d`] as const)[month - 1] ?? 'retention_30d',
    title: { fundraising: `Retention, month ${month}`, commerce: `Retention, month ${month}` },
    definition: `Of the people whose first gift lies on these days and who could be watched for ${30 * month} days, those who gave again in month ${month} after it: days ${30 * month - 29} to ${30 * month}. Charges of a plan are gifts. Who gave only once came back never: the share whose first gift came by then is another figure, in the cohort table.`,
    formula: `people with a further gift in days ${30 * month - 29}–${30 * month} ÷ people who could be watched so long`,
  })),
  {
    ...held,
    ...reads(incrementalShareReader, 'Conversions that would not have come', 'Conversions of the treated'),
    id: 'incrementality',
    title: { fundraising: 'Incrementality', commerce: 'Incrementality' },
    definition: `Of those who were treated and gave within ${holdoutWindowDays} days, the share that would not have given without: the control scaled to the size of the treated. Campaigns that hold somebody out; each by itself, and added up. Not shown under ${smallestArm.people} people in an arm or ${smallestArm.converted} who gave.`,
    formula: '(cT − cC·nT/nC) ÷ cT',
    unit: 'share',
    owner: 'executive',
    healthy: { from: 0.3, to: 0.6 },
  },
  {
    ...held,
    ...reads(liftPointsReader, 'Rate of the treated − rate of those held out'),
    id: 'holdout_lift',
    title: { fundraising: 'Holdout lift', commerce: 'Holdout lift' },
    definition: `How many more of those who were treated gave within ${holdoutWindowDays} days than of those held out, in points. Not shown under ${smallestArm.people} people in an arm.`,
    formula: 'cT/nT − cC/nC',
    unit: 'points',
    healthy: { from: 0.005, to: 0.03 },
  },
  {
    ...held,
    ...reads(relativeLiftReader, 'Rate of the treated', 'Rate of those held out'),
    id: 'relative_lift',
    title: { fundraising: 'Relative lift', commerce: 'Relative lift' },
    definition:
      'By how much the rate of those who were treated exceeds that of those held out. Another quantity than incrementality, which is a share of what the treated gave.',
    formula: '(cT/nT) ÷ (cC/nC) − 1',
    unit: 'share',
    healthy: null,
  },
  {
    ...held,
    ...reads(netIncrementalReader, 'Net that would not have come − cost'),
    id: 'net_incremental_revenue',
    title: { fundraising: 'Net incremental', commerce: 'Net incremental revenue' },
    definition: `Net that would not have come without the campaign, by what each arm itself brought in ${holdoutWindowDays} days (never an average times a count), less what the campaign cost on these days.`,
    formula: 'net of treated − net of held out × nT/nC − spend',
    unit: 'money',
    owner: 'executive',
    sources: ['events', 'gifts', 'ads'],
    healthy: { from: 0, to: null },
  },
]
