import type { CanonicalRecord, Money } from '@throughline/canonical'
import { chosen } from './map-contact.ts'
import { isGone, type ObjectRow } from './object-row.ts'
import { keyIfAny, keyOf } from './portal.ts'
import { attributesOf, given, sourceData, withdrawal } from './records.ts'
import type { Config } from './schema.ts'
import { stageMoveKey, type StageMoveRow } from './stage-moves.ts'
import { dayIn, flag, instant, moneyOf, probability, text } from './values.ts'

/** A deal. Its name stays in the row: it often is a person's. */
export function mapDeal(row: ObjectRow, config: Config): CanonicalRecord[] {
  const key = keyOf(row, row.id)
  if (isGone(row)) return [withdrawal('opportunity', key, row)]
  const { properties } = row
  const createdAt = instant(properties, 'createdate') ?? row.createdAt ?? ''
  const closes = instant(properties, 'closedate')
  const state = stateOf(row)
  return [
    given({
      kind: 'opportunity' as const,
      key,
      happenedAt: createdAt,
      createdAt,
      amount: amountOf(row),
      pipeline: keyIfAny(row, text(properties, 'pipeline')),
      stage: keyIfAny(row, text(properties, 'dealstage')),
      probability: probability(text(properties, 'hs_deal_stage_probability')),
      state,
      // The day somebody expects is `closedate`; HubSpot sets it when a deal is closed, and people change it afterwards.
      closedAt: state === 'open' ? undefined : (instant(properties, 'hs_v2_date_entered_current_stage') ?? closes),
      expectedCloseDay: closes && closeDay(row.portalZone, closes),
      owner: keyIfAny(row, text(properties, 'hubspot_owner_id')),
      company: keyIfAny(row, row.companyId ?? row.companyIds?.[0]),
      contacts: row.contactIds?.map((id) => keyOf(row, id)),
      source: text(properties, 'hs_analytics_source'),
      attributes: attributesOf({
        type: text(properties, 'dealtype'),
        ...sourceData(properties, 'source', 'hs_analytics_source_data'),
        recordSource: text(properties, 'hs_object_source_label'),
        ...chosen(properties, config.dealProperties),
      }),
    }),
  ]
}

/** Midnight in UTC is a day that was written without a time; any other moment falls on a day of the account. */
const closeDay = (zone: string, closes: string): string =>
  closes.endsWith('T00:00:00.000Z') ? closes.slice(0, 10) : dayIn(zone, closes)

/** Closed and not won is lost. Stages say the same only to whoever knows the pipeline. */
function stateOf({ properties }: ObjectRow): 'open' | 'won' | 'lost' {
  if (flag(properties, 'hs_is_closed_won')) return 'won'
  return flag(properties, 'hs_is_closed') ? 'lost' : 'open'
}

/** In the deal's own currency, which the account's stands in for where it has one currency only. */
function amountOf({ properties, portalCurrency }: ObjectRow): Money | undefined {
  const amount = text(properties, 'amount')
  const currency = text(properties, 'deal_currency_code') ?? portalCurrency
  return amount === undefined || currency === undefined ? undefined : moneyOf(amount, currency.toUpperCase())
}

/** A deal's coming into a stage. */
export function mapStageMove(row: StageMoveRow): CanonicalRecord[] {
  const key = stageMoveKey(row)
  if (row.archived) return [withdrawal('stage_change', key, { updatedAt: row.at })]
  return [
    given({
      kind: 'stage_change' as const,
      key,
      happenedAt: row.at,
      opportunity: keyOf(row, row.dealId),
      pipeline: keyIfAny(row, row.pipeline),
      stage: keyOf(row, row.stage),
    }),
  ]
}
