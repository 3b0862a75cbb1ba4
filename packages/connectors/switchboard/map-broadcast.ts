import type { AdAccount, Campaign, CanonicalRecord, Creative, Spend } from '@throughline/canonical'
import { deliveryStatus, hasBegun, hasEnded, sendTime } from './broadcast-state.ts'
import { findLinks } from './links.ts'
import { known } from './records.ts'
import type { Broadcast, BroadcastText, Organization } from './schema.ts'
import { segmentsOf } from './segments.ts'
import type { Config } from './settings.ts'
import { dayIn } from './times.ts'

/** Up to so many recipients a broadcast is taken for a trial among staff. */
const trialSize = 5

/** A broadcast: its campaign with the counts to date, what it cost on the day it was sent, and its text where the row has it. */
export function mapBroadcast(row: Broadcast, config: Config): CanonicalRecord[] {
  if (row.deleted_at_source) {
    const happenedAt = row.modified_at?.instant
    return happenedAt === undefined ? [] : [{ kind: 'withdrawal', key: row.id, of: 'campaign', happenedAt }]
  }
  const at = sendTime(row)
  if (!at) return []
  return [toCampaign(row, at), ...toSpend(row, at, config), ...toCreative(row, config)]
}

function toCampaign(row: Broadcast, at: NonNullable<ReturnType<typeof sendTime>>): Campaign {
  return known({
    kind: 'campaign' as const,
    key: row.id,
    happenedAt: at.instant,
    channel: 'sms' as const,
    name: row.title,
    status: deliveryStatus(row),
    sourceStatus: row.status,
    createdAt: row.created_at?.instant,
    startsAt: at.from === 'created_at' ? undefined : at.instant,
    account: row.organization_id,
    creative: row.id,
    list: row.phone_list_id,
    cost: row.cost_estimate && { amount: row.cost_estimate, kind: 'estimated' as const },
    counts: countsOf(row),
    attributes: known({
      sendTimeFrom: at.from,
      zoneless: at.zoneless || undefined,
      phoneListId: row.phone_list_id,
      phoneListName: row.phone_list_name,
      trial: row.total_messages !== undefined && row.total_messages <= trialSize ? true : undefined,
    }),
  })
}

/**
 * The source's own counts to date. Clicks are counted on short links only, so none without one means that nobody knows. What was
 * raised is the source's view of gifts that we have from elsewhere: to compare, never to add.
 */
function countsOf(row: Broadcast): Record<string, number> {
  const counts = known({
    totalMessages: row.total_messages,
    previouslyOptedOut: row.previously_opted_out,
    skipped: row.skipped,
    failed: row.failed_to_deliver,
    delivered: row.delivered,
    optOuts: row.opt_outs,
    replies: row.replies,
    clicks: row.clicks === 0 ? undefined : row.clicks,
    platformReportedDonations: row.donations,
    platformReportedAmountMinor: row.amount_raised?.minor,
  })
  return counts
}

/** What it is said to have cost, on the day it was sent: an estimate until the month's invoice. */
function toSpend(row: Broadcast, at: NonNullable<ReturnType<typeof sendTime>>, { timeZone }: Config): Spend[] {
  if (!row.cost_estimate || !hasBegun(row)) return []
  const reported = known({
    type: 'donation',
    window: 'to date',
    count: row.donations,
    value: row.amount_raised,
  })
  return [
    known({
      kind: 'spend' as const,
      key: row.id,
      happenedAt: at.instant,
      sourceDay: { day: dayIn(timeZone, at.instant), zone: timeZone },
      amount: row.cost_estimate,
      account: row.organization_id,
      campaign: row.id,
      creative: row.id,
      reported: reported.count === undefined && !reported.value ? undefined : [reported],
      provisional: !hasEnded(row) || at.from === 'created_at' ? true : undefined,
    }),
  ]
}

/** The template that everybody was sent, with its links; never a message to one person. */
function toCreative(row: Broadcast | BroadcastText, { links }: Config): Creative[] {
  const { id, message_text: text } = row
  const happenedAt = (row.created_at ?? row.scheduled_time)?.instant
  if (text === undefined || happenedAt === undefined) return []
  const { encoding, count } = segmentsOf(text)
  return [
    {
      kind: 'creative',
      key: id,
      happenedAt,
      format: 'text',
      body: text,
      links: findLinks(text, links),
      // Names and long links are put in later: of a template the count is the least it can be.
      attributes: { encoding, segmentsAtLeast: count },
    },
  ]
}

/** The text of a broadcast whose list row leaves it out. */
export const mapBroadcastText = (row: BroadcastText, config: Config): CanonicalRecord[] => toCreative(row, config)

/** The organisation as the account that its broadcasts and their cost belong to. */
export function mapOrganization(row: Organization, { timeZone }: Config): AdAccount[] {
  const happenedAt = (row.created_at ?? row.seen_at)?.instant
  if (happenedAt === undefined) return []
  return [
    { kind: 'ad_account', key: row.id, happenedAt, name: row.name ?? 'Switchboard', currency: 'USD', zone: timeZone },
  ]
}
