import type { CanonicalRecord } from '@throughline/canonical'
import { isGone, type ObjectRow } from './object-row.ts'
import { keyIfAny, keyOf } from './portal.ts'
import { attributesOf, given, withdrawal } from './records.ts'
import type { CampaignRow, FormRow, MemberRow, OwnerRow, PipelineRow } from './small-rows.ts'
import { instant, midnight, moneyOf, probability, text, type Properties } from './values.ts'

export function mapCompany(row: ObjectRow): CanonicalRecord[] {
  const key = keyOf(row, row.id)
  if (isGone(row)) return [withdrawal('company', key, row)]
  const { properties } = row
  return [
    given({
      kind: 'company' as const,
      key,
      happenedAt: instant(properties, 'createdate') ?? row.createdAt ?? '',
      name: text(properties, 'name'),
      parent: keyIfAny(row, text(properties, 'hs_parent_company_id')),
      owner: keyIfAny(row, text(properties, 'hubspot_owner_id')),
      attributes: attributesOf({
        domain: text(properties, 'domain'),
        industry: text(properties, 'industry'),
        country: text(properties, 'country'),
        region: text(properties, 'state'),
        employees: text(properties, 'numberofemployees'),
        lifecycleStage: text(properties, 'lifecyclestage'),
        source: text(properties, 'hs_analytics_source'),
      }),
    }),
  ]
}

/** A record of HubSpot's own Leads; its name stays in the row. */
export function mapLead(row: ObjectRow): CanonicalRecord[] {
  const key = keyOf(row, row.id)
  if (isGone(row)) return [withdrawal('lead', key, row)]
  const { properties } = row
  const createdAt = instant(properties, 'hs_createdate') ?? row.createdAt ?? ''
  return [
    given({
      kind: 'lead' as const,
      key,
      happenedAt: createdAt,
      createdAt,
      status: text(properties, 'hs_pipeline_stage'),
      source: text(properties, 'hs_analytics_source'),
      owner: keyIfAny(row, text(properties, 'hubspot_owner_id')),
      company: keyIfAny(row, row.companyId ?? row.companyIds?.[0]),
      contact: keyIfAny(row, row.contactIds?.[0]),
      attributes: attributesOf({
        type: text(properties, 'hs_lead_type'),
        label: text(properties, 'hs_lead_label'),
        pipeline: text(properties, 'hs_pipeline'),
      }),
    }),
  ]
}

/** Deals' pipelines have the plain key that deals name; those of leads are apart, their ids being too. */
export const pipelineKey = (row: Pick<PipelineRow, 'portalId' | 'id' | 'objectType'>): string =>
  keyOf(row, row.objectType === 'deals' ? row.id : `${row.objectType}:${row.id}`)

const begun = '1970-01-01T00:00:00.000Z'

export function mapPipeline(row: PipelineRow): CanonicalRecord[] {
  const key = pipelineKey(row)
  if (row.archived) return [withdrawal('pipeline', key, row)]
  return [
    {
      kind: 'pipeline',
      key,
      happenedAt: row.createdAt ?? begun,
      name: row.label,
      stages: row.stages.map(({ id, label, displayOrder, metadata }) => {
        const chance = probability(typeof metadata.probability === 'string' ? metadata.probability : undefined)
        const closed = String(metadata.isClosed) === 'true'
        return given({
          key: keyOf(row, id),
          name: label,
          order: displayOrder,
          probability: chance,
          state: closed ? (chance === 1 ? ('won' as const) : ('lost' as const)) : ('open' as const),
        })
      }),
    },
  ]
}

/** Somebody who was removed stays known: deals go on naming them. */
export const mapOwner = (row: OwnerRow): CanonicalRecord[] => [
  {
    kind: 'owner',
    key: keyOf(row, row.id),
    happenedAt: row.createdAt,
    type: row.type === 'QUEUE' ? 'queue' : 'person',
    active: !row.archived,
  },
]

const statuses: Readonly<Record<string, 'scheduled' | 'active' | 'paused' | 'ended' | 'draft'>> = {
  draft: 'draft',
  planned: 'scheduled',
  in_progress: 'active',
  active: 'active',
  paused: 'paused',
  completed: 'ended',
}

export function mapCampaign(row: CampaignRow): CanonicalRecord[] {
  const key = keyOf(row, row.id)
  if (row.archived) return [withdrawal('campaign', key, row)]
  const { properties } = row
  const status = text(properties, 'hs_campaign_status')
  const name = text(properties, 'hs_name')
  return [
    given({
      kind: 'campaign' as const,
      key,
      happenedAt: row.createdAt,
      channel: 'crm' as const,
      name,
      status: status === undefined ? undefined : statuses[status.toLowerCase()],
      sourceStatus: status,
      createdAt: row.createdAt,
      startsAt: dayOf(row, 'hs_start_date'),
      endsAt: dayOf(row, 'hs_end_date'),
      cost: costOf(row),
      attributes: attributesOf({ utmCampaign: text(properties, 'hs_utm') }),
    }),
  ]
}

/** A day, midnight in the account's zone, or a moment. */
function dayOf({ properties, portalZone }: CampaignRow, name: string): string | undefined {
  const value = text(properties, name)
  if (value !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(value)) return midnightOrNothing(portalZone, value)
  return instant(properties, name)
}

function midnightOrNothing(zone: string, day: string): string | undefined {
  try {
    return new Date(midnight(zone, day)).toISOString()
  } catch {
    return undefined
  }
}

/** What was entered as spent, else as budgeted. */
function costOf({ properties, portalCurrency }: CampaignRow) {
  const currency = (text(properties, 'hs_currency_code') ?? portalCurrency)?.toUpperCase()
  const money = (name: string) => moneyIfAny(properties, name, currency)
  const spent = money('hs_spend_items_sum_amount')
  const budgeted = money('hs_budget_items_sum_amount')
  if (spent && spent.minor !== 0) return { amount: spent, kind: 'actual' as const }
  return budgeted ? { amount: budgeted, kind: 'budgeted' as const } : undefined
}

function moneyIfAny(properties: Properties, name: string, currency: string | undefined) {
  const amount = text(properties, name)
  return amount === undefined || currency === undefined ? undefined : moneyOf(amount, currency)
}

export const memberKey = ({ portalId, campaignId, contactId, contactType }: MemberRow): string =>
  `${portalId}:${campaignId}:${contactId}:${contactType}`

export const mapMember = (row: MemberRow): CanonicalRecord[] => [
  {
    kind: 'campaign_member',
    key: `${row.portalId}:${row.campaignId}:${row.contactId}`,
    happenedAt: row.campaignCreatedAt,
    campaign: keyOf(row, row.campaignId),
    contact: keyOf(row, row.contactId),
    status: 'influenced',
  },
]

export const mapForm = (row: FormRow): CanonicalRecord[] => [
  { kind: 'form', key: keyOf(row, row.id), happenedAt: row.createdAt, name: row.name, archived: row.archived },
]
