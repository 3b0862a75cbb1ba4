import type { CanonicalRecord } from '@throughline/canonical'
import type { Tally } from '@throughline/connector-kit'
import { keyIfAny, keyOf } from './ids.ts'
import { attributesOf, known, madeAt, onDay, withdrawals } from './map-shared.ts'
import { moneyIfAny, moneyOf } from './money.ts'
import { objects } from './objects.ts'
import { masterRecordType } from './pipelines.ts'
import { tallyOf, type HistoryRow, type OpportunityRow, type RoleRow } from './rows.ts'
import type { Config } from './schema.ts'

/** A deal as its own row tells it. Its contacts are told by the roles, and when it was closed by its history, which know better. */
export function mapOpportunity(row: OpportunityRow, config: Config): CanonicalRecord[] {
  const gone = withdrawals(row, 'opportunity')
  if (gone) return gone
  const ofPerson = row['Account.IsPersonAccount'] === true
  const person = keyIfAny(row, ofPerson ? row['Account.PersonContactId'] : undefined)
  return [
    known({
      kind: 'opportunity' as const,
      key: keyOf(row, row.Id),
      happenedAt: madeAt(row),
      createdAt: row.CreatedDate,
      amount: moneyIfAny(row.Amount, row.CurrencyIsoCode ?? row.orgCurrency),
      pipeline: keyOf(row, row.RecordTypeId ?? masterRecordType),
      stage: row.StageName,
      probability: share(row.Probability),
      state: row.IsWon ? ('won' as const) : row.IsClosed ? ('lost' as const) : ('open' as const),
      closedAt: closedAt(row),
      expectedCloseDay: row.CloseDate,
      owner: keyIfAny(row, row.OwnerId),
      company: ofPerson ? undefined : keyIfAny(row, row.AccountId),
      contacts: person === undefined ? undefined : [person],
      campaign: keyIfAny(row, row.CampaignId),
      source: row.LeadSource,
      attributes: attributesOf(row, objects.opportunities, config, {
        type: row.Type,
        forecastCategory: row.ForecastCategoryName,
      }),
    }),
  ]
}

/**
 * For deals whose history Salesforce does not have (imported ones): when the stage last changed, else the day on which it was to
 * close, which anybody may edit, but no later than the row itself.
 */
function closedAt(row: OpportunityRow): string | undefined {
  if (row.IsClosed !== true) return undefined
  if (row.LastStageChangeDate !== undefined) return row.LastStageChangeDate
  if (row.CloseDate === undefined) return undefined
  const expected = onDay(row.orgZone, row.CloseDate).happenedAt
  return expected < row.SystemModstamp ? expected : row.SystemModstamp
}

/** A row of a deal's history: the stage that it entered, and of the last one, if it closed the deal, when that was. */
export function mapHistory(row: HistoryRow): CanonicalRecord[] {
  const gone = withdrawals(row, 'stage_change')
  if (gone) return gone
  if (row.enters !== true || row.OpportunityId === undefined || row.StageName === undefined) return []
  const opportunity = keyOf(row, row.OpportunityId)
  const change = known({
    kind: 'stage_change' as const,
    key: keyOf(row, row.Id),
    happenedAt: madeAt(row),
    opportunity,
    pipeline: keyOf(row, row['Opportunity.RecordTypeId'] ?? masterRecordType),
    stage: row.StageName,
    amount: moneyIfAny(row.Amount, row.CurrencyIsoCode ?? row.orgCurrency),
    probability: share(row.Probability),
  })
  if (row.closes !== true) return [change]
  const happenedAt = row['Opportunity.CreatedDate'] ?? madeAt(row)
  return [change, { kind: 'opportunity', key: opportunity, happenedAt, closedAt: madeAt(row) }]
}

/** A contact's part in a deal: each such row tells all contacts of the deal, so that none overwrites another. */
export function mapRole(row: RoleRow): CanonicalRecord[] {
  if (row.IsDeleted === true || row.OpportunityId === undefined) return []
  const contacts = (row.contactIds ?? []).map((id) => keyOf(row, id))
  if (contacts.length === 0) return []
  const happenedAt = row['Opportunity.CreatedDate'] ?? madeAt(row)
  return [{ kind: 'opportunity', key: keyOf(row, row.OpportunityId), happenedAt, contacts }]
}

/** A deal without an amount adds nothing of its currency. */
export function tallyOpportunity(row: OpportunityRow): Tally {
  const tally = tallyOf(row)
  return tally.gone ? tally : { ...tally, sum: moneyOf(row.Amount ?? 0, row.CurrencyIsoCode ?? row.orgCurrency) }
}

/** 0–100 as 0–1. */
const share = (percent: number | undefined): number | undefined =>
  percent === undefined ? undefined : Math.min(1, Math.max(0, percent / 100))
