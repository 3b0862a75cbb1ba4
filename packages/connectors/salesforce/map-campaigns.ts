import type { CanonicalRecord } from '@throughline/canonical'
import { keyIfAny, keyOf, prefixes } from './ids.ts'
import { attributesOf, dayAfter, known, madeAt, midnight, onDay, withdrawals } from './map-shared.ts'
import { moneyOf } from './money.ts'
import { objects } from './objects.ts'
import type { CallRow, CampaignRow, InfluenceRow, MemberRow } from './rows.ts'
import type { Config } from './schema.ts'

type Of<K extends CanonicalRecord['kind']> = Extract<CanonicalRecord, { kind: K }>

export function mapCampaign(row: CampaignRow, config: Config): CanonicalRecord[] {
  const gone = withdrawals(row, 'campaign')
  if (gone) return gone
  const counts = known({
    sent: row.NumberSent,
    leads: row.NumberOfLeads,
    converted: row.NumberOfConvertedLeads,
    contacts: row.NumberOfContacts,
    responses: row.NumberOfResponses,
    opportunities: row.NumberOfOpportunities,
    won: row.NumberOfWonOpportunities,
  })
  return [
    known({
      kind: 'campaign' as const,
      key: keyOf(row, row.Id),
      happenedAt: madeAt(row),
      channel: channelOf(row.Type),
      name: row.Name,
      status: statusOf(row),
      sourceStatus: row.Status,
      createdAt: row.CreatedDate,
      startsAt: row.StartDate && midnight(row.orgZone, row.StartDate),
      endsAt: row.EndDate && midnight(row.orgZone, dayAfter(row.EndDate)),
      parent: keyIfAny(row, row.ParentId),
      cost: costOf(row),
      counts: Object.keys(counts).length === 0 ? undefined : counts,
      attributes: attributesOf(row, objects.campaigns, config, { type: row.Type }),
    }),
  ]
}

function costOf(row: CampaignRow): Of<'campaign'>['cost'] {
  const currency = row.CurrencyIsoCode ?? row.orgCurrency
  if (row.ActualCost !== undefined) return { amount: moneyOf(row.ActualCost, currency), kind: 'actual' }
  return row.BudgetedCost === undefined ? undefined : { amount: moneyOf(row.BudgetedCost, currency), kind: 'budgeted' }
}

/** Types and states are the org's own lists; these are Salesforce's defaults. */
const channels: readonly [RegExp, Of<'campaign'>['channel']][] = [
  [/e-?mail|newsletter/i, 'email'],
  [/direct mail|postal/i, 'mail'],
  [/\bsms\b|text/i, 'sms'],
  [/tele|phone|call/i, 'call'],
  [/social/i, 'social'],
  [/advert|banner|\bads?\b|search|display/i, 'ads'],
  [/web ?site|web ?form|landing/i, 'web'],
  [/webinar|conference|trade ?show|seminar|event|public relations/i, 'event'],
  [/partner|referral/i, 'partner'],
]

const channelOf = (type = ''): Of<'campaign'>['channel'] => channels.find(([words]) => words.test(type))?.[1] ?? 'crm'

function statusOf({ Status = '', IsActive }: CampaignRow): Of<'campaign'>['status'] {
  if (/^planned/i.test(Status)) return 'draft'
  if (/progress|active/i.test(Status)) return IsActive === false ? 'paused' : 'active'
  if (/complete|done|ended/i.test(Status)) return 'ended'
  if (/abort|cancel/i.test(Status)) return 'ended'
  return IsActive === undefined ? undefined : IsActive ? 'active' : 'paused'
}

/** A membership, and the touch that it is: when the person responded, else when they were added. */
export function mapMember(row: MemberRow): CanonicalRecord[] {
  const gone = withdrawals(row, 'campaign_member', 'touchpoint')
  if (gone) return gone
  if (row.CampaignId === undefined) return []
  const key = keyOf(row, row.Id)
  const campaign = keyOf(row, row.CampaignId)
  const contact = keyIfAny(row, row.ContactId)
  const lead = keyIfAny(row, row.LeadId)
  const who = contact ?? lead
  const externalIds = known({ contact, lead })
  const person = who === undefined ? undefined : { anonymousKey: who, externalIds }
  const responded = row.HasResponded === true
  const respondedOn = responded ? row.FirstRespondedDate : undefined
  const when = respondedOn === undefined ? { happenedAt: madeAt(row) } : onDay(row.orgZone, respondedOn)
  const member = known({
    kind: 'campaign_member' as const,
    key,
    ...when,
    person,
    campaign,
    contact,
    lead,
    status: row.Status,
    respondedAt: respondedOn === undefined ? undefined : when.happenedAt,
  })
  const touch = known({
    kind: 'touchpoint' as const,
    key,
    ...when,
    person,
    type: responded ? ('campaign_responded' as const) : ('campaign_member' as const),
    channel: channelOf(row['Campaign.Type']),
    campaign,
  })
  return [member, touch]
}

export function mapInfluence(row: InfluenceRow): CanonicalRecord[] {
  const gone = withdrawals(row, 'campaign_influence')
  if (gone) return gone
  if (row.CampaignId === undefined || row.OpportunityId === undefined || row.ModelId === undefined) return []
  return [
    known({
      kind: 'campaign_influence' as const,
      key: keyOf(row, row.Id),
      happenedAt: madeAt(row),
      campaign: keyOf(row, row.CampaignId),
      opportunity: keyOf(row, row.OpportunityId),
      contact: keyIfAny(row, row.ContactId),
      model: keyOf(row, row.ModelId),
      percent: row.Influence,
    }),
  ]
}

/** A call that somebody logged or a telephony app wrote. */
export function mapCall(row: CallRow): CanonicalRecord[] {
  const gone = withdrawals(row, 'call')
  if (gone) return gone
  const who = keyIfAny(row, row.WhoId)
  const kind = row.WhoId?.startsWith(prefixes.lead)
    ? 'lead'
    : row.WhoId?.startsWith(prefixes.contact)
      ? 'contact'
      : undefined
  const when =
    row.CompletedDateTime !== undefined
      ? { happenedAt: row.CompletedDateTime }
      : row.ActivityDate === undefined
        ? { happenedAt: madeAt(row) }
        : onDay(row.orgZone, row.ActivityDate)
  const seconds = row.CallDurationInSeconds
  return [
    known({
      kind: 'call' as const,
      key: keyOf(row, row.Id),
      ...when,
      person: who === undefined || kind === undefined ? undefined : { anonymousKey: who, externalIds: { [kind]: who } },
      direction: row.CallType === 'Inbound' ? ('in' as const) : ('out' as const),
      status: row.Status === 'Completed' ? ('completed' as const) : ('unknown' as const),
      sourceStatus: row.Status,
      durationSeconds: seconds === undefined ? undefined : Math.max(0, Math.round(seconds)),
      attributes: row.CallType === 'Internal' ? { internal: true } : undefined,
    }),
  ]
}
