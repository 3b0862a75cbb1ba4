import { formatDecimal, type CanonicalRecord, type Person, type Touchpoint } from '@throughline/canonical'
import type { Rows, Telling, Truth, TruthEvent } from '@throughline/world/oracle'
import type { ObservedRow } from '../../ledger/index.ts'

type RowTelling = Extract<Telling, { revision: number }>

const iso = (at: number): string => new Date(at).toISOString()

/** Which connection a row comes by, in which of its streams, and what it is where it is gone. */
const streams = {
  gift: ['gifts', 'conversion'],
  back: ['gifts', 'refund'],
  plan: ['gifts', 'recurring_plan'],
  campaign: ['ads', 'campaign'],
  adSet: ['ads', 'ad_set'],
  ad: ['ads', 'ad'],
  creative: ['ads', 'creative'],
  adDay: ['ads', 'spend'],
  text: ['texts', 'message'],
  textClick: ['texts', 'touchpoint'],
  optOut: ['texts', 'consent'],
} as const satisfies Record<keyof Rows, readonly [string, string]>

/** One telling as a connector hands it over. */
export function rowOf(truth: Truth, telling: RowTelling): ObservedRow {
  const { what, row, revision } = telling
  const [usual, of] = streams[what]
  // Broadcasts are the texts' own campaigns, with their own cost and words.
  const source = row.key.startsWith('broadcast') ? 'texts' : usual
  const person = 'person' in row ? personOf(truth, row.person, row.key) : undefined
  const records: CanonicalRecord[] = telling.withdrawn
    ? [{ kind: 'withdrawal', key: row.key, of, happenedAt: iso(truth.now) }]
    : recordsOf(truth, telling, person)
  return {
    source,
    stream: what,
    key: row.key,
    revision,
    rank: 10,
    raw: { key: row.key, revision },
    records,
    ...(person ? { person } : {}),
  }
}

function personOf({ people }: Truth, no: number, key: string): Person {
  const { email = '', phone = '' } = people[no] ?? {}
  return { email, phone, anonymousKey: key }
}

function recordsOf(
  { currency, zone }: Truth,
  { what, row }: RowTelling,
  person: Person | undefined,
): CanonicalRecord[] {
  const who = person ? { person } : {}
  const money = (minor: number, of = currency) => ({ minor, currency: of })
  const { key } = row
  switch (what) {
    case 'gift':
      return [
        {
          ...{ kind: 'conversion', type: 'donation', key, happenedAt: iso(row.at), ...who, status: row.status },
          amount: money(row.minor, row.currency),
          region: row.region,
          ...(row.fee === null ? {} : { fee: { amount: money(row.fee, row.currency), estimated: false } }),
          ...(row.refcode === null ? {} : { refcodes: { refcode: row.refcode } }),
          ...(row.plan === null ? {} : { plan: row.plan }),
        },
      ]
    case 'back':
      return [
        {
          ...{ kind: 'refund', key, of: row.of, happenedAt: iso(row.at), ...who },
          type: row.chargeback ? 'chargeback' : 'refund',
          amount: money(row.minor, row.currency),
          ...(row.feeReturned === null
            ? {}
            : { feeReturned: { amount: money(row.feeReturned, row.currency), estimated: false } }),
        },
      ]
    case 'plan':
      return [
        {
          ...{ kind: 'recurring_plan', key, happenedAt: iso(row.startedAt), ...who, period: row.period },
          amount: money(row.minor, row.currency),
          lastChargeAt: iso(row.lastChargeAt),
          ...(row.cancelledAt === null ? {} : { cancelledAt: iso(row.cancelledAt) }),
        },
      ]
    case 'campaign':
      return [
        {
          ...{ kind: 'campaign', key, happenedAt: iso(row.startsAt), name: row.name, channel: row.channel },
          startsAt: iso(row.startsAt),
          ...(row.endsAt === null ? {} : { endsAt: iso(row.endsAt) }),
          ...(row.creative === null ? {} : { creative: row.creative }),
          ...(row.lifetimeBudget === null ? {} : { lifetimeBudget: money(row.lifetimeBudget) }),
          ...(row.dailyBudget === null ? {} : { dailyBudget: money(row.dailyBudget) }),
        },
      ]
    case 'adSet':
      return [{ kind: 'ad_set', key, happenedAt: iso(0), campaign: row.campaign }]
    case 'ad': {
      const { campaign, adSet, creative } = row
      return [{ kind: 'ad', key, happenedAt: iso(0), campaign, adSet, creative }]
    }
    case 'creative': {
      const links = [{ url: `https://give.example/?refcode=${row.refcode}`, refcodes: { refcode: row.refcode } }]
      return [{ kind: 'creative', key, happenedAt: iso(0), links }]
    }
    case 'adDay': {
      const { impressions, clicks, linkClicks } = row
      // What an ad shows, the ad says; a broadcast is its own creative.
      const optional = { adSet: row.adSet, ad: row.ad, creative: row.ad === null ? row.creative : null }
      const named = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== null))
      return [
        {
          ...{ kind: 'spend', key, happenedAt: `${row.day}T00:00:00.000Z`, sourceDay: { day: row.day, zone } },
          ...{ amount: money(row.minor, row.currency), campaign: row.campaign, ...named },
          // A broadcast's cost is a sum of money and says nothing of what was seen.
          ...(row.ad === null ? {} : { impressions, clicks, linkClicks }),
        },
      ]
    }
    case 'text':
      return textRecords(row, who)
    case 'textClick':
      return [touchOf(row.text, row, key, 'text_clicked', row.at, who)]
    case 'optOut':
      return [
        {
          ...{ kind: 'consent', key, happenedAt: iso(row.at), ...who, channel: 'sms', purpose: 'marketing' },
          ...{ granted: false, source: 'a reply with an opt-out word', message: row.text, campaign: row.campaign },
        },
      ]
  }
}

function textRecords(row: Rows['text'], who: { person?: Person }): CanonicalRecord[] {
  const { key, sentAt, deliveredAt, failedAt, repliedAt } = row
  const touch = (type: Touchpoint['type'], what: string, at: number | null) =>
    at === null ? [] : [touchOf(key, row, `${key}:${what}`, type, at, who)]
  return [
    {
      ...{ kind: 'message', key, happenedAt: iso(sentAt), ...who, channel: 'sms', direction: 'out' },
      status: failedAt !== null ? 'failed' : deliveredAt === null ? 'sent' : 'delivered',
      ...{ campaign: row.campaign, sentAt: iso(sentAt) },
      ...(deliveredAt === null ? {} : { deliveredAt: iso(deliveredAt) }),
      ...(failedAt === null ? {} : { failedAt: iso(failedAt) }),
    },
    ...touch('text_sent', 'sent', sentAt),
    ...touch('text_delivered', 'delivered', deliveredAt),
    ...touch('text_replied', 'replied', repliedAt),
  ]
}

const touchOf = (
  message: string,
  { campaign, creative }: { campaign: string; creative: string },
  key: string,
  type: Touchpoint['type'],
  at: number,
  who: { person?: Person },
): Touchpoint => ({
  kind: 'touchpoint',
  key,
  happenedAt: iso(at),
  ...who,
  type,
  channel: 'sms',
  campaign,
  creative,
  message,
})

/** An event as a sender writes it. */
export function eventOf({ people, currency }: Truth, event: TruthEvent): Record<string, unknown> {
  const { id, at, what, campaign, creative, channel, holdout, viewType, engagement, minor, region } = event
  const properties: Record<string, unknown> = {
    campaign_id: campaign,
    creative_id: creative,
    delivery_channel: channel,
    view_type: viewType,
    engagement_type: engagement,
    order_id: minor === null ? null : id,
    order_value: minor === null ? null : formatDecimal({ minor, currency }),
    is_holdout: holdout || null,
    unsubscribe_type: what === 'user_unsubscribed' ? 'email_only' : null,
  }
  return {
    event_id: id,
    event_type: what,
    timestamp: iso(at),
    user_id: people[event.person]?.email,
    source: 'backend',
    properties: Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== null)),
    ...(region === null ? {} : { context: { region } }),
  }
}
