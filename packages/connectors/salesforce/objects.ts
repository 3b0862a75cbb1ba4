import type { Config } from './schema.ts'

/** What reading one kind of record needs to know. */
export interface SObjectType {
  /** The object's API name. */
  name: string
  /** What is read of it, in this order, where the org has it and lets its user see it. `Account.X` is a field of its parent. */
  fields: readonly string[]
  /** Without these a row means nothing. */
  needed: readonly string[]
  /** Which rows; all where unsaid. */
  where?: string
  /** Part of a feature that an org may not have: then there are simply no rows. */
  optional?: true
  /** Old ones are archived: told only where the recycle bin is told of too. */
  archives?: true
  /** Some of its fields change without a new stamp: everything is read again after so many hours. */
  wholeEveryHours?: number
}

/** On every record. Users and queues are never deleted. */
const always = ['CreatedDate', 'SystemModstamp', 'IsDeleted']
const money = 'CurrencyIsoCode'

const type = (of: SObjectType): SObjectType => ({
  ...of,
  fields: ['Id', ...of.fields, ...always],
  needed: ['Id', 'SystemModstamp', ...of.needed],
})

export const objects = {
  accounts: type({
    name: 'Account',
    fields: [
      ...['Name', 'ParentId', 'Type', 'Industry', 'AccountSource', 'OwnerId', 'MasterRecordId'],
      // Of person accounts alone: a person whom the org keeps as an account.
      ...['IsPersonAccount', 'PersonContactId', 'FirstName', 'LastName', 'PersonEmail', 'Phone', 'PersonMobilePhone'],
      ...['PersonMailingStreet', 'PersonMailingCity', 'PersonMailingState', 'PersonMailingPostalCode'],
      ...['PersonMailingCountry', 'PersonLeadSource', 'PersonHasOptedOutOfEmail', 'PersonDoNotCall'],
    ],
    needed: ['Name'],
  }),
  contacts: type({
    name: 'Contact',
    fields: [
      ...['AccountId', 'IsPersonAccount', 'FirstName', 'LastName', 'Email', 'Phone', 'MobilePhone', 'HomePhone'],
      ...['OtherPhone', 'MailingStreet', 'MailingCity', 'MailingState', 'MailingPostalCode', 'MailingCountry'],
      ...['LeadSource', 'OwnerId', 'HasOptedOutOfEmail', 'DoNotCall', 'IsEmailBounced', 'MasterRecordId'],
    ],
    needed: ['LastName'],
  }),
  leads: type({
    name: 'Lead',
    fields: [
      ...['FirstName', 'LastName', 'Company', 'Email', 'Phone', 'MobilePhone', 'Street', 'City', 'State', 'PostalCode'],
      ...['Country', 'Status', 'LeadSource', 'Rating', 'OwnerId', 'HasOptedOutOfEmail', 'DoNotCall', 'IsConverted'],
      ...['ConvertedDate', 'ConvertedAccountId', 'ConvertedContactId', 'ConvertedOpportunityId', 'MasterRecordId'],
    ],
    needed: ['LastName', 'Status'],
  }),
  opportunities: type({
    name: 'Opportunity',
    fields: [
      ...['Name', 'AccountId', 'Account.IsPersonAccount', 'Account.PersonContactId', 'RecordTypeId', 'StageName'],
      ...['Amount', money, 'Probability', 'CloseDate', 'Type', 'LeadSource', 'IsClosed', 'IsWon'],
      ...['ForecastCategoryName', 'CampaignId', 'OwnerId', 'LastStageChangeDate'],
    ],
    needed: ['StageName', 'IsClosed', 'IsWon', 'Amount'],
  }),
  history: type({
    name: 'OpportunityHistory',
    fields: [
      ...['OpportunityId', 'StageName', 'Amount', money, 'ExpectedRevenue', 'Probability', 'ForecastCategory'],
      ...['CloseDate', 'Opportunity.CreatedDate', 'Opportunity.RecordTypeId'],
    ],
    needed: ['OpportunityId', 'StageName', 'CreatedDate'],
  }),
  roles: type({
    name: 'OpportunityContactRole',
    fields: ['OpportunityId', 'ContactId', 'Role', 'IsPrimary', 'Opportunity.CreatedDate'],
    needed: ['OpportunityId', 'ContactId'],
  }),
  campaigns: type({
    name: 'Campaign',
    fields: [
      ...['Name', 'ParentId', 'Type', 'Status', 'StartDate', 'EndDate', 'IsActive', 'BudgetedCost', 'ActualCost'],
      ...[money, 'OwnerId', 'NumberSent', 'NumberOfLeads', 'NumberOfConvertedLeads', 'NumberOfContacts'],
      ...['NumberOfResponses', 'NumberOfOpportunities', 'NumberOfWonOpportunities', 'AmountAllOpportunities'],
      ...['AmountWonOpportunities'],
    ],
    needed: ['Name'],
    wholeEveryHours: 24,
  }),
  members: type({
    name: 'CampaignMember',
    // Its name, email and phone are copies of the lead's or contact's: not read a second time.
    fields: ['CampaignId', 'Campaign.Type', 'LeadId', 'ContactId', 'Status', 'HasResponded', 'FirstRespondedDate'],
    needed: ['CampaignId', 'LeadId', 'ContactId'],
  }),
  influence: type({
    name: 'CampaignInfluence',
    fields: ['CampaignId', 'OpportunityId', 'ContactId', 'ModelId', 'Influence', 'RevenueShare', money],
    needed: ['CampaignId', 'OpportunityId', 'ModelId', 'Influence'],
    optional: true,
  }),
  users: type({ name: 'User', fields: ['Name', 'IsActive', 'UserType'], needed: [] }),
  queues: type({ name: 'Group', fields: ['Name', 'Type'], needed: [], where: "Type = 'Queue'" }),
  calls: type({
    name: 'Task',
    // Subject and description are free text about people.
    fields: [
      ...['WhoId', 'WhatId', 'TaskSubtype', 'CallType', 'CallDurationInSeconds', 'CallDisposition', 'Status'],
      ...['ActivityDate', 'CompletedDateTime', 'OwnerId', 'IsArchived'],
    ],
    needed: ['TaskSubtype'],
    where: "TaskSubtype = 'Call'",
    archives: true,
  }),
} as const satisfies Record<string, SObjectType>

/** The fields that a person asked for beside ours, in the order asked. */
export const furtherFields = (type: SObjectType, { furtherFields: names }: Pick<Config, 'furtherFields'>): string[] =>
  [...new Set(names)]
    .filter((name) => name.startsWith(`${type.name}.`))
    .map((name) => name.slice(type.name.length + 1))
    .filter((name) => !type.fields.includes(name))
