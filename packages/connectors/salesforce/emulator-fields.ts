/** What each object of the emulated org has, as `name:type`, with `!` where the user may change it. */
const written: Record<string, string> = {
  Account: `Name:string! ParentId:reference! Type:picklist! Industry:picklist! AccountSource:picklist! OwnerId:reference!
    MasterRecordId:reference IsPersonAccount:boolean PersonContactId:reference FirstName:string! LastName:string!
    PersonEmail:email! Phone:phone! PersonMobilePhone:phone! PersonMailingStreet:textarea! PersonMailingCity:string!
    PersonMailingState:string! PersonMailingPostalCode:string! PersonMailingCountry:string! PersonLeadSource:picklist!
    PersonHasOptedOutOfEmail:boolean! PersonDoNotCall:boolean! Tier__c:picklist!`,
  Contact: `AccountId:reference! IsPersonAccount:boolean FirstName:string! LastName:string! Email:email! Phone:phone!
    MobilePhone:phone! HomePhone:phone! OtherPhone:phone! MailingStreet:textarea! MailingCity:string! MailingState:string!
    MailingPostalCode:string! MailingCountry:string! LeadSource:picklist! OwnerId:reference! HasOptedOutOfEmail:boolean!
    DoNotCall:boolean! IsEmailBounced:boolean MasterRecordId:reference Name:string First_Touch__c:string! Score__c:double!
    Last_Touch_At__c:datetime!`,
  Lead: `FirstName:string! LastName:string! Company:string! Email:email! Phone:phone! MobilePhone:phone! Street:textarea!
    City:string! State:string! PostalCode:string! Country:string! Status:picklist! LeadSource:picklist! Rating:picklist!
    OwnerId:reference! HasOptedOutOfEmail:boolean! DoNotCall:boolean! IsConverted:boolean ConvertedDate:date
    ConvertedAccountId:reference ConvertedContactId:reference ConvertedOpportunityId:reference MasterRecordId:reference
    UTM_Source__c:string! UTM_Campaign__c:string!`,
  Opportunity: `Name:string! AccountId:reference! RecordTypeId:reference! StageName:picklist! Amount:currency!
    Probability:percent! CloseDate:date! Type:picklist! LeadSource:picklist! IsClosed:boolean IsWon:boolean
    ForecastCategory:picklist ForecastCategoryName:picklist! CampaignId:reference! OwnerId:reference!
    LastStageChangeDate:datetime Attributed_Revenue__c:currency! Attribution_Model__c:string!`,
  OpportunityHistory: `OpportunityId:reference StageName:picklist Amount:currency ExpectedRevenue:currency
    Probability:percent ForecastCategory:picklist CloseDate:date CreatedById:reference`,
  OpportunityContactRole: 'OpportunityId:reference ContactId:reference! Role:picklist! IsPrimary:boolean!',
  OpportunityStage: `MasterLabel:string ApiName:string IsActive:boolean SortOrder:int IsClosed:boolean IsWon:boolean
    DefaultProbability:percent ForecastCategory:picklist`,
  RecordType: 'Name:string DeveloperName:string SobjectType:picklist IsActive:boolean',
  Campaign: `Name:string! ParentId:reference! Type:picklist! Status:picklist! StartDate:date! EndDate:date! IsActive:boolean!
    BudgetedCost:currency! ActualCost:currency! ExpectedRevenue:currency! NumberSent:double! NumberOfLeads:int
    NumberOfConvertedLeads:int NumberOfContacts:int NumberOfResponses:int NumberOfOpportunities:int
    NumberOfWonOpportunities:int AmountAllOpportunities:currency AmountWonOpportunities:currency OwnerId:reference!`,
  CampaignMember: `CampaignId:reference LeadId:reference ContactId:reference LeadOrContactId:reference Status:picklist!
    HasResponded:boolean FirstRespondedDate:date Name:string Email:email Phone:phone`,
  CampaignInfluence: `CampaignId:reference OpportunityId:reference ContactId:reference ModelId:reference Influence:percent!
    RevenueShare:currency`,
  CampaignInfluenceModel: `DeveloperName:string MasterLabel:string ModelType:picklist IsActive:boolean
    IsDefaultModel:boolean IsModelLocked:boolean`,
  Task: `WhoId:reference! WhatId:reference! Subject:string! TaskSubtype:picklist CallType:picklist!
    CallDurationInSeconds:int! CallDisposition:string! Status:picklist! ActivityDate:date! CompletedDateTime:datetime
    OwnerId:reference! IsArchived:boolean`,
  User: 'Name:string Username:string Email:email IsActive:boolean UserType:picklist',
  Group: 'Name:string Type:picklist',
  Organization: `Name:string IsSandbox:boolean OrganizationType:picklist InstanceName:string TimeZoneSidKey:picklist
    DefaultLocaleSidKey:picklist`,
  CurrencyType: 'IsoCode:picklist IsCorporate:boolean ConversionRate:double',
}

/** Amounts of an org of several currencies name theirs. */
const withMoney = ['Opportunity', 'OpportunityHistory', 'Campaign', 'CampaignInfluence', 'Account', 'Contact', 'Lead']
const neverDeleted = [
  'User',
  'Group',
  'Organization',
  'OpportunityStage',
  'RecordType',
  'CurrencyType',
  'CampaignInfluenceModel',
]

export const keyPrefixes: Record<string, string> = {
  ...{ Account: '001', Contact: '003', User: '005', Opportunity: '006', OpportunityHistory: '008', Task: '00T' },
  ...{ Lead: '00Q', Organization: '00D', Campaign: '701', CampaignMember: '00v', Group: '00G', RecordType: '012' },
  ...{
    OpportunityContactRole: '00K',
    OpportunityStage: '01J',
    CampaignInfluence: '5R0',
    CampaignInfluenceModel: '03V',
  },
  ...{ CurrencyType: '01L' },
}

export interface EmulatedField {
  name: string
  type: string
  updateable: boolean
}

const always: EmulatedField[] = [
  { name: 'Id', type: 'id', updateable: false },
  { name: 'CreatedDate', type: 'datetime', updateable: false },
  { name: 'LastModifiedDate', type: 'datetime', updateable: false },
  { name: 'SystemModstamp', type: 'datetime', updateable: false },
]

/** The fields of an object in an org; undefined where no org has such an object. */
export function fieldsOf(object: string, org: { currencies: 'one' | 'several' }): EmulatedField[] | undefined {
  const text = Object.hasOwn(written, object) ? written[object] : undefined
  if (text === undefined || (object === 'CurrencyType' && org.currencies === 'one')) return undefined
  const own = text.split(/\s+/).map((word) => {
    const [name = '', type = ''] = word.replace('!', '').split(':')
    return { name, type, updateable: word.endsWith('!') }
  })
  return [
    ...always,
    ...own,
    ...(neverDeleted.includes(object) ? [] : [{ name: 'IsDeleted', type: 'boolean', updateable: false }]),
    ...(org.currencies === 'several' && withMoney.includes(object)
      ? [{ name: 'CurrencyIsoCode', type: 'picklist', updateable: true }]
      : []),
  ]
}

/** Which object a field of this name refers to, and by which name SOQL follows it. */
export const parents: Record<string, string> = {
  AccountId: 'Account',
  OpportunityId: 'Opportunity',
  CampaignId: 'Campaign',
  ContactId: 'Contact',
  LeadId: 'Lead',
}

/** Its deletions are logged. */
export const isReplicateable = (object: string): boolean => !neverDeleted.includes(object) || object === 'User'
