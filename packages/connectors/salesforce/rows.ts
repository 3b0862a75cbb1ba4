import type { Tally } from '@throughline/connector-kit'
import { z } from 'zod'

const text = z.string().optional()
const flag = z.boolean().optional()
const number = z.number().optional()
const instant = z.iso.datetime({ precision: 3 })
const moment = instant.optional()
const day = z.iso.date().optional()
/** Known and not needed: of another type than we know, it is simply not there. */
const loose = { text: text.catch(undefined), number: number.catch(undefined), day: day.catch(undefined) }

/**
 * A row of an object. One that was deleted has only its id and when; any other has the moment it was made, and what its records
 * cannot do without.
 */
const row = <Shape extends z.core.$ZodLooseShape>(shape: Shape, needed: readonly (keyof Shape & string)[] = []) =>
  z
    .looseObject({
      orgId: z.string().min(1),
      orgZone: z.string().default('UTC'),
      orgCurrency: z.string().default('USD'),
      Id: z.string().min(15),
      SystemModstamp: instant,
      CreatedDate: moment,
      IsDeleted: flag,
      MasterRecordId: text,
      ...shape,
    })
    .superRefine((value: Record<string, unknown>, context) => {
      if (value.IsDeleted === true) return
      for (const field of ['CreatedDate', ...needed])
        if (value[field] === undefined)
          context.addIssue({ code: 'custom', path: [field], message: 'a record has this field' })
    })

export const AccountRow = row({
  ...{ Name: text, ParentId: text, Type: loose.text, Industry: loose.text, AccountSource: text, OwnerId: text },
  ...{ IsPersonAccount: flag, PersonContactId: text, FirstName: text, LastName: text, PersonEmail: text, Phone: text },
  ...{ PersonMobilePhone: text, PersonMailingStreet: text, PersonMailingCity: text, PersonMailingState: text },
  ...{ PersonMailingPostalCode: text, PersonMailingCountry: text, PersonLeadSource: text },
  ...{ PersonHasOptedOutOfEmail: flag, PersonDoNotCall: flag },
})
export type AccountRow = z.infer<typeof AccountRow>

export const ContactRow = row({
  ...{ AccountId: text, IsPersonAccount: flag, FirstName: text, LastName: text, Email: text, Phone: text },
  ...{ MobilePhone: text, HomePhone: text, OtherPhone: text, MailingStreet: text, MailingCity: text },
  ...{ MailingState: text, MailingPostalCode: text, MailingCountry: text, LeadSource: text, OwnerId: text },
  ...{ HasOptedOutOfEmail: flag, DoNotCall: flag, IsEmailBounced: flag.catch(undefined) },
})
export type ContactRow = z.infer<typeof ContactRow>

export const LeadRow = row({
  ...{ FirstName: text, LastName: text, Company: text, Email: text, Phone: text, MobilePhone: text, Street: text },
  ...{ City: text, State: text, PostalCode: text, Country: text, Status: text, LeadSource: text, Rating: loose.text },
  ...{ OwnerId: text, HasOptedOutOfEmail: flag, DoNotCall: flag, IsConverted: flag, ConvertedDate: day },
  ...{ ConvertedAccountId: text, ConvertedContactId: text, ConvertedOpportunityId: text },
})
export type LeadRow = z.infer<typeof LeadRow>

export const OpportunityRow = row(
  {
    ...{ Name: loose.text, AccountId: text, 'Account.IsPersonAccount': flag, 'Account.PersonContactId': text },
    ...{ RecordTypeId: text, StageName: text, Amount: number, CurrencyIsoCode: text, Probability: loose.number },
    ...{ CloseDate: loose.day, Type: loose.text, LeadSource: text, IsClosed: flag, IsWon: flag },
    ...{ ForecastCategoryName: loose.text, CampaignId: text, OwnerId: text, LastStageChangeDate: moment },
  },
  ['StageName', 'IsClosed', 'IsWon'],
)
export type OpportunityRow = z.infer<typeof OpportunityRow>

export const HistoryRow = row(
  {
    ...{ OpportunityId: text, StageName: text, Amount: number, CurrencyIsoCode: text, Probability: loose.number },
    ...{ ForecastCategory: loose.text, 'Opportunity.CreatedDate': moment, 'Opportunity.RecordTypeId': text },
    /** Ours: with this row the deal entered a stage other than the one before. */
    enters: flag,
    /** Ours: it stands closed since this row. */
    closes: flag,
  },
  ['OpportunityId', 'StageName'],
)
export type HistoryRow = z.infer<typeof HistoryRow>

export const RoleRow = row(
  {
    ...{ OpportunityId: text, ContactId: text, Role: loose.text, IsPrimary: flag, 'Opportunity.CreatedDate': moment },
    /** Ours: all contacts of the deal, the primary one first. */
    contactIds: z.array(z.string()).optional(),
  },
  ['OpportunityId', 'ContactId'],
)
export type RoleRow = z.infer<typeof RoleRow>

export const CampaignRow = row(
  {
    ...{ Name: text, ParentId: text, Type: loose.text, Status: loose.text, StartDate: loose.day, EndDate: loose.day },
    ...{ IsActive: flag, BudgetedCost: number, ActualCost: number, CurrencyIsoCode: text, OwnerId: text },
    ...{ NumberSent: loose.number, NumberOfLeads: loose.number, NumberOfContacts: loose.number },
    ...{ NumberOfConvertedLeads: loose.number, NumberOfResponses: loose.number, NumberOfOpportunities: loose.number },
    ...{ NumberOfWonOpportunities: loose.number },
  },
  ['Name'],
)
export type CampaignRow = z.infer<typeof CampaignRow>

export const MemberRow = row(
  {
    ...{ CampaignId: text, 'Campaign.Type': loose.text, LeadId: text, ContactId: text, Status: text },
    ...{ HasResponded: flag, FirstRespondedDate: day },
  },
  ['CampaignId'],
)
export type MemberRow = z.infer<typeof MemberRow>

export const InfluenceRow = row(
  { CampaignId: text, OpportunityId: text, ContactId: text, ModelId: text, Influence: number },
  ['CampaignId', 'OpportunityId', 'ModelId'],
)
export type InfluenceRow = z.infer<typeof InfluenceRow>

export const UserRow = row({ Name: text, IsActive: flag, UserType: loose.text })
export type UserRow = z.infer<typeof UserRow>

export const QueueRow = row({ Name: text, Type: loose.text })
export type QueueRow = z.infer<typeof QueueRow>

export const CallRow = row({
  ...{ WhoId: text, WhatId: text, CallType: loose.text, CallDurationInSeconds: number, CallDisposition: loose.text },
  ...{ Status: loose.text, ActivityDate: loose.day, CompletedDateTime: moment.catch(undefined), OwnerId: text },
})
export type CallRow = z.infer<typeof CallRow>

export interface AnyRow {
  orgId: string
  Id: string
  SystemModstamp: string
  CreatedDate?: string | undefined
  IsDeleted?: boolean | undefined
}

/**
 * Of two rows of one record the later stamp counts, and at one stamp the deletion: the log of deletions tells of a record at any
 * time after other reading did.
 */
export const revisionOf = ({ SystemModstamp, IsDeleted }: AnyRow): number =>
  Date.parse(SystemModstamp) * 2 + (IsDeleted === true ? 1 : 0)

/** The source counts a record on the day it was made, in UTC. */
export const tallyOf = ({ CreatedDate, IsDeleted }: AnyRow): Tally =>
  IsDeleted === true ? { gone: true } : CreatedDate === undefined ? {} : { day: CreatedDate.slice(0, 10) }
